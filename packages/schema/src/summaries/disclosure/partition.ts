import { disclose, type Group, sum } from './disclose.ts';

/** All systems that reported, by what they have in a field. */
export interface Partition<G extends Group> {
  /** Those that have it; nobody is in two of them. */
  readonly groups: readonly G[];
  /** Systems of groups that are not listed: always hidden. */
  readonly rest?: number;
  /** Those that have it, and those that lack it. */
  readonly of: number;
}

export interface DisclosedPartition<G extends Group> {
  readonly shown: readonly G[];
  /** The systems of all groups that are not shown: none, or enough. Where `absent` is null they are among them. */
  readonly other: number;
  /** Those that lack the field; null where that must not be told. */
  readonly absent: number | null;
}

/**
 * Where all are hidden together, not even that is said: that enough systems have the field would tell of the few that lack it.
 */
export const saysAnything = (shown: readonly unknown[], absent: number | null): boolean =>
  shown.length > 0 || absent !== null;

/**
 * What may be told of how systems are spread over groups: `shown`, `other` and `absent` are all of them. Those that lack the
 * field are one more group, because they can be subtracted like any other.
 */
export function disclosePartition<G extends Group>(
  { groups, rest = 0, of }: Partition<G>,
  threshold: number,
  parents: readonly ((group: G) => unknown)[] = [],
): DisclosedPartition<G> {
  const absent = of - sum(groups) - rest;
  const lacking = { group: undefined, systems: absent };
  const all = [...groups.map((group) => ({ group, systems: group.systems })), lacking];
  const ofAll = parents.map((parent) => (one: { group: G | undefined }) => one.group && parent(one.group));
  const disclosed = disclose(all, threshold, ofAll, rest);
  const shown = disclosed.flatMap(({ group }) => (group === undefined ? [] : [group]));
  const isAbsentTold = absent === 0 || disclosed.includes(lacking);
  return { shown, other: of - sum(shown) - (isAbsentTold ? absent : 0), absent: isAbsentTold ? absent : null };
}

/**
 * Those that have the field. Of a map or a list each key and member is told of beside those that lack it, so that all are
 * spoken of; how many have any of them is not told, because with numbers of groups that overlap it gives away what they share.
 */
export function systemsOf(
  parts: readonly { readonly key: string | null; readonly systems: number | null }[],
  of: number,
) {
  const whole = parts.find(({ key }) => key === null);
  return whole === undefined ? of : whole.systems;
}
