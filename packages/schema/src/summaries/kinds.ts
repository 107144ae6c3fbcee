import type { FigureModule, SummaryModule } from './contract/kind.ts';
import { age } from './kinds/age/age.ts';
import { cross } from './kinds/cross/cross.ts';
import { share } from './kinds/share/share.ts';
import { statistics } from './kinds/statistics/statistics.ts';
import { systems } from './kinds/systems/systems.ts';
import { unregistered } from './kinds/unregistered/unregistered.ts';
import type { FigureKind, PublishedFigure, SummaryKind, SummaryOf } from './shapes.ts';

const MODULES = { systems, share, statistics, age, cross, unregistered };

type CountedBy = { [K in FigureKind]: Parameters<(typeof MODULES)[K]['disclose']>[0] };
type FiguresBy = {
  [K in FigureKind]: Exclude<Extract<PublishedFigure, { kind: K }>['figures'], { suppressed: true }>;
};
type MeasureOf<K extends FigureKind> = (typeof MODULES)[K]['measures'][number];

/** What was counted, before anything is held back: never logged, never published. */
export type Counted = CountedBy[FigureKind];
export type CountedOf<K extends FigureKind> = CountedBy[K];
export type FiguresOf<K extends FigureKind> = FiguresBy[K];

/** What a row of the public tables can be about. */
export type Measure = MeasureOf<FigureKind> | 'suppressed';

/** Each kind of figure by its name: a kind is a folder of `kinds`, and a line in each of the lists of this file and shapes.ts. */
export const FIGURE_KINDS: { readonly [K in FigureKind]: FigureModule<CountedBy[K], FiguresBy[K], MeasureOf<K>> } =
  MODULES;

/** Those that definitions ask for. */
export const SUMMARY_KINDS: {
  readonly [K in SummaryKind]: SummaryModule<SummaryOf<K>, CountedBy[K], FiguresBy[K], MeasureOf<K>>;
} = MODULES;

/** In the order of the kinds; the same number in several of them is one measure. */
export const MEASURES: readonly Measure[] = [
  ...new Set<Measure>([
    ...Object.values(MODULES).flatMap(({ measures }): readonly Measure[] => measures),
    'suppressed',
  ]),
];
