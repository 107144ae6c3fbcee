import type { Definition } from '../definition-shape.ts';
import { isEnough, thresholdOf } from './disclosure/threshold.ts';
import { type Counted, type CountedOf, FIGURE_KINDS } from './kinds.ts';
import { roundSystems } from './round-systems.ts';
import type { FigureKind, PublishedFigure } from './shapes.ts';

/** What of one row of summary.published follows from what was counted. */
export type Figure = Pick<PublishedFigure, 'kind' | 'name' | 'figures' | 'systems' | 'of_systems'>;

/**
 * The figure of one summary of a period in which `ofSystems` systems reported: what may be published of it. A suppressed
 * figure says nothing but that it is suppressed.
 */
export function toFigure(counted: Counted, ofSystems: number, publish: Definition['publish']): Figure {
  const threshold = thresholdOf(publish.minimum_systems);
  const { name, kind } = counted;
  const suppressed = { name, kind, figures: { suppressed: true }, systems: null } as const;
  if (!isEnough(ofSystems, threshold)) return { ...suppressed, of_systems: null };
  const disclosed = disclose(counted, ofSystems, threshold);
  // Of a week or a month the number itself may be what is held back.
  const of_systems = kind === 'systems' ? (disclosed?.systems ?? null) : ofSystems;
  if (disclosed === undefined) return roundSystems({ ...suppressed, of_systems }, publish.round_to);
  const figures = { suppressed: false, ...disclosed.figures } as Figure['figures'];
  return roundSystems({ name, kind, figures, systems: disclosed.systems, of_systems }, publish.round_to);
}

function disclose<K extends FigureKind>(counted: CountedOf<K> & { readonly kind: K }, of: number, threshold: number) {
  return FIGURE_KINDS[counted.kind].disclose(counted, of, threshold);
}
