import { shortenVersion, VERSION_LEVELS, type VersionLevel } from '../../version.ts';

/** Also those that this figure does not ask for: another one may. */
export function coarserThan(level: VersionLevel | null): ((version: { readonly value: string }) => string)[] {
  const finest = level === null ? 0 : VERSION_LEVELS.indexOf(level);
  return VERSION_LEVELS.slice(0, finest).map(
    (coarser) =>
      ({ value }) =>
        shortenVersion(value, coarser),
  );
}
