import { isSafe } from './threshold.ts';

/** Systems that have something in common. */
export interface Group {
  readonly systems: number;
}

/**
 * Which of some groups that have no system in common may be told of. All others are hidden, and may be told of together: they
 * are nobody, or at least `threshold` systems.
 *
 * A group is shown if it is larger than the cut, which is the least number such that nobody below the threshold is shown and
 * the hidden are none or enough. That the cut is a number, and not a place in an order, is what makes the groups shown before
 * and after a system came or went a refinement of one another (docs/summaries.md has the proof).
 *
 * `parents` says, coarsest first, what groups each belongs to at the levels that are, or could be, published beside this one.
 * The rule then holds within every parent that is shown, because everybody can subtract what is shown from it.
 * `rest` are systems that belong to none of the groups, and are hidden with them.
 */
export function disclose<G extends Group>(
  groups: readonly G[],
  threshold: number,
  parents: readonly ((group: G) => unknown)[] = [],
  rest = 0,
): G[] {
  const [parent, ...finer] = parents;
  if (parent === undefined) return above(cutOf(groups, threshold, rest), groups);
  const families = [...Map.groupBy(groups, parent).values()].map((members) => ({ members, systems: sum(members) }));
  return above(cutOf(families, threshold, rest), families).flatMap(({ members }) =>
    disclose(members, threshold, finer),
  );
}

const above = <G extends Group>(cut: number, groups: readonly G[]) => groups.filter(({ systems }) => systems > cut);

function cutOf(groups: readonly Group[], threshold: number, rest: number): number {
  let cut = 0;
  let hidden = rest;
  for (const { systems } of groups.toSorted((a, b) => a.systems - b.systems)) {
    if (systems > cut && systems >= threshold && isSafe(hidden, threshold)) return cut;
    cut = systems;
    hidden += systems;
  }
  return cut;
}

export const sum = (groups: readonly Group[]): number => groups.reduce((n, { systems }) => n + systems, 0);
