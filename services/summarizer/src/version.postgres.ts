import type { VersionLevel } from './version.ts';

/** As `shorten` of version.ts: [0-9], because \d of PostgreSQL is a digit of any script. */
const PATTERNS = { 'x.y': '^[0-9]+[.][0-9]+', 'x.y.z': '^[0-9]+[.][0-9]+[.][0-9]+' } as const satisfies Record<
  VersionLevel,
  string
>;

/** An SQL expression that shortens the version that another is, which is evaluated twice; the same one without a level. */
export function shortenSql(version: string, level: VersionLevel | undefined): string {
  return level === undefined ? version : `coalesce(substring(${version} FROM '${PATTERNS[level]}'), ${version})`;
}
