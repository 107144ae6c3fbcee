/** How many of the first numbers of a version are kept, coarsest first. */
const NUMBERS = { x: 1, 'x.y': 2, 'x.y.z': 3 } as const;

/** Levels to which figures shorten versions, coarsest first. */
export const VERSION_LEVELS = ['x.y', 'x.y.z'] as const satisfies readonly (keyof typeof NUMBERS)[];
export type VersionLevel = (typeof VERSION_LEVELS)[number];

/** Levels to which the sanitizer cuts versions before they are stored. */
export const VERSION_CUTS = ['x', ...VERSION_LEVELS] as const;
export type VersionCut = (typeof VERSION_CUTS)[number];

/** ASCII digits: what another script writes as a digit is text. */
const RELEASE = /^[0-9]+(?:[.][0-9]+)*/;

const numbersOf = (version: string): string[] => RELEASE.exec(version)?.[0].split('.') ?? [];

/**
 * Cuts a version to its first numbers, for storage: 15.4.1-rc2 is 15.4 at x.y, 15-SP2 is 15. It must not keep more than was
 * asked for, so a version with fewer numbers loses its suffix, and one without numbers is empty.
 */
export function cutVersion(version: string, to: VersionCut): string {
  return numbersOf(version).slice(0, NUMBERS[to]).join('.');
}

/**
 * Shortens a version to its first numbers, for a figure: 3.22.0.dev1 is 3.22 at x.y and 3.22.0 at x.y.z. It must not merge
 * different releases, so a version with fewer numbers stays as it is: 15-SP2 is 15-SP2.
 */
export function shortenVersion(version: string, level: VersionLevel): string {
  const numbers = numbersOf(version);
  return numbers.length < NUMBERS[level] ? version : numbers.slice(0, NUMBERS[level]).join('.');
}

/**
 * An SQL expression that shortens the version that another is, as `shortenVersion` does; the same one without a level. The
 * other is evaluated twice.
 */
export function shortenVersionSql(version: string, level: VersionLevel | undefined): string {
  if (level === undefined) return version;
  const pattern = `^[0-9]+${'[.][0-9]+'.repeat(NUMBERS[level] - 1)}`;
  return `coalesce(substring(${version} FROM '${pattern}'), ${version})`;
}
