import { shortenVersion, VERSION_LEVELS, type VersionLevel } from '../../../version.ts';
import type { ValueCount } from '../../contract/numbers.ts';
import { coarserThan } from '../../disclosure/coarser-levels.ts';
import { byFrequency, byText, discloseOverlapping } from '../../disclosure/overlapping.ts';
import { disclosePartition, saysAnything } from '../../disclosure/partition.ts';
import { isEnough } from '../../disclosure/threshold.ts';
import type { CountedShare, Part, Share } from './shape.ts';

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
  const groups = level === null ? part.counts : merge(part.counts, (version) => shortenVersion(version, level));
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

/** The same systems by a shortened value. */
function merge(counts: readonly ValueCount[], toLevel: (value: string) => string): ValueCount[] {
  const merged = new Map<string, number>();
  for (const { value, systems } of counts) merged.set(toLevel(value), (merged.get(toLevel(value)) ?? 0) + systems);
  return [...merged].map(([value, systems]) => ({ value, systems }));
}
