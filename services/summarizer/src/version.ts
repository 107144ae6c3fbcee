const COMPONENTS = { 'x.y': 2, 'x.y.z': 3 } as const;
export type VersionLevel = keyof typeof COMPONENTS;
/** Coarsest first. */
export const VERSION_LEVELS = ['x.y', 'x.y.z'] as const satisfies readonly VersionLevel[];

const RELEASE = /^\d+(?:\.\d+)*/;

/**
 * Shortens a version to its first two or three numbers: 3.22.0.dev1 is 3.22 at x.y and 3.22.0 at x.y.z. A version that has
 * fewer numbers stays as it is (15-SP2), because cutting it would make one of several.
 */
export function shorten(version: string, level: VersionLevel): string {
  const numbers = RELEASE.exec(version)?.[0].split('.') ?? [];
  const wanted = COMPONENTS[level];
  return numbers.length < wanted ? version : numbers.slice(0, wanted).join('.');
}
