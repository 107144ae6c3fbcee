import type { Definition, PublishedFigure } from '@heliograph/schema';
import type { Counted } from './counted.ts';
import { discloseActivity } from './disclose-activity.ts';
import { discloseAges } from './disclose-age.ts';
import { discloseCross } from './disclose-cross.ts';
import { discloseOverlapping } from './disclose-overlapping.ts';
import { discloseShares } from './disclose-share.ts';
import { discloseStatistics } from './disclose-statistics.ts';
import { roundSystems } from './round-systems.ts';
import { isEnough, thresholdOf } from './threshold.ts';

type Told = Pick<PublishedFigure, 'kind' | 'figures' | 'systems'>;

/** What of one row of summary.published follows from what was counted. */
export type Figure = Told & Pick<PublishedFigure, 'name' | 'of_systems'>;

/**
 * The figure of one summary of a period in which `ofSystems` systems reported: what may be published of it. A suppressed
 * figure says nothing but that it is suppressed.
 */
export function toFigure(counted: Counted, ofSystems: number, publish: Definition['publish']): Figure {
  const threshold = thresholdOf(publish.minimum_systems);
  const { name } = counted;
  if (!isEnough(ofSystems, threshold)) return { name, ...suppressed(counted.kind), of_systems: null };
  const told = toPublishable(counted, ofSystems, threshold);
  // Of a week or a month the number itself may be what is held back.
  const of_systems = counted.kind === 'systems' ? told.systems : ofSystems;
  return roundSystems({ name, ...told, of_systems }, publish.round_to);
}

const suppressed = (kind: Counted['kind']): Told => ({ kind, figures: { suppressed: true }, systems: null });

function toPublishable(counted: Counted, of: number, threshold: number): Told {
  const { kind } = counted;
  switch (kind) {
    case 'systems': {
      const activity = discloseActivity(counted.activity, threshold);
      if (activity === undefined) return suppressed(kind);
      return { kind, figures: { suppressed: false, ...activity }, systems: activity.active };
    }
    case 'share': {
      const shares = discloseShares(counted, of, threshold);
      if (shares.length === 0) return suppressed(kind);
      const having = shares.map(({ key, systems, absent }) => ({ key, systems: absent === null ? null : systems }));
      return { kind, figures: { suppressed: false, shares }, systems: spokenOf(having, of) };
    }
    case 'statistics': {
      const statistics = discloseStatistics(counted.distributions, of, threshold);
      if (statistics.length === 0) return suppressed(kind);
      return { kind, figures: { suppressed: false, statistics }, systems: spokenOf(statistics, of) };
    }
    case 'age': {
      const buckets = discloseAges(counted.buckets, of, threshold);
      return buckets.length === 0 ? suppressed(kind) : { kind, figures: { suppressed: false, buckets }, systems: of };
    }
    case 'cross': {
      const cross = discloseCross(counted, of, threshold);
      return cross === undefined ? suppressed(kind) : { kind, figures: { suppressed: false, ...cross }, systems: of };
    }
    case 'unregistered': {
      const values = discloseOverlapping(counted.paths, of, threshold);
      if (values.length === 0) return suppressed(kind);
      return { kind, figures: { suppressed: false, values, other: null }, systems: null };
    }
    default:
      return counted satisfies never;
  }
}

/**
 * Those that have the field. Of a map or a list each key and member is told of beside those that lack it, so that all are
 * spoken of; how many have any of them is not told, because with numbers of groups that overlap it gives away what they share.
 */
function spokenOf(parts: readonly { readonly key: string | null; readonly systems: number | null }[], of: number) {
  const whole = parts.find(({ key }) => key === null);
  return whole === undefined ? of : whole.systems;
}
