import type { Share, ValueCount } from '@heliograph/schema';
import type { Counted, Part } from './counted.ts';
import { byFrequency, byText, discloseOverlapping } from './disclose-overlapping.ts';
import { disclosePartition, saysAnything } from './disclose-partition.ts';
import { isEnough } from './threshold.ts';
import { shorten, VERSION_LEVELS, type VersionLevel } from './version.ts';

type CountedShare = Extract<Counted, { kind: 'share' }>;

/** One share for each key of a map and each level, or each member of a list, of `of` systems that reported. */
export function discloseShares({ levels, parts, members }: CountedShare, of: number, threshold: number): Share[] {
  const wanted = VERSION_LEVELS.filter((level) => levels.includes(level));
  const ofKeys = parts
    .filter((part) => isEnough(part.systems, threshold))
    .toSorted((a, b) => byText(a.key, b.key))
    .flatMap((part) => (wanted.length === 0 ? [null] : wanted).map((level) => shareOf(part, level, of, threshold)))
    .filter(({ values, absent }) => saysAnything(values, absent));
  const ofMembers = discloseOverlapping(members, of, threshold).map((member) =>
    memberOf(member, wanted.at(-1) ?? null, of),
  );
  return [...ofKeys, ...ofMembers];
}

function shareOf(part: Part, level: VersionLevel | null, of: number, threshold: number): Share {
  const groups = level === null ? part.counts : merge(part.counts, (version) => shorten(version, level));
  const partition = { groups, rest: part.rest, of };
  const { shown, other, absent } = disclosePartition(partition, threshold, coarserThan(level));
  return {
    key: part.key,
    level,
    systems: of - (absent ?? 0),
    values: shown.toSorted(byFrequency),
    other,
    absent,
  };
}

/** Having a member, and not having it, are a partition of their own: a system may have several. */
const memberOf = ({ value, systems }: ValueCount, level: VersionLevel | null, of: number): Share => ({
  key: value,
  level,
  systems,
  values: [],
  other: systems,
  absent: of - systems,
});

/** Also those that this figure does not ask for: another one may. */
export function coarserThan(level: VersionLevel | null): ((version: { readonly value: string }) => string)[] {
  const finest = level === null ? 0 : VERSION_LEVELS.indexOf(level);
  return VERSION_LEVELS.slice(0, finest).map(
    (coarser) =>
      ({ value }) =>
        shorten(value, coarser),
  );
}

/** The same systems by a shortened value. */
function merge(counts: readonly ValueCount[], toLevel: (value: string) => string): ValueCount[] {
  const merged = new Map<string, number>();
  for (const { value, systems } of counts) merged.set(toLevel(value), (merged.get(toLevel(value)) ?? 0) + systems);
  return [...merged].map(([value, systems]) => ({ value, systems }));
}
