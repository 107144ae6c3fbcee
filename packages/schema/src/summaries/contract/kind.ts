import type { Field } from '../../field.ts';
import type { Period } from '../../period.ts';
import type { DayKey, RunQuery } from '../counting/day.ts';
import type { Bucket } from './numbers.ts';

/** What may be published of what was counted. */
interface Disclosed<Figures> {
  readonly figures: Omit<Figures, 'suppressed'>;
  /** How many systems the figure speaks of; null where too few to say. */
  readonly systems: number | null;
}

/** One number of a figure as a row of the public tables. */
export interface FigureNumber<Measure extends string> {
  readonly measure: Measure;
  /** Null where too few systems stand behind it. */
  readonly number: number | null;
  readonly key?: string | null;
  readonly level?: string | null;
  readonly value?: string;
  readonly column?: string;
  readonly from?: number | null;
  readonly to?: number | null;
}

export const bucketRows = (buckets: readonly Bucket[], key: string | null): FigureNumber<'bucket'>[] =>
  buckets.map(({ from, to, systems }) => ({ key, measure: 'bucket', from, to, number: systems }));

/** What becomes of what was counted. `Counted` is never logged and never published. */
export interface FigureModule<Counted, Figures, Measure extends string> {
  /** Undefined if nothing may be said. `of` systems reported; a group below `threshold` must not be told of. */
  disclose(counted: Counted, of: number, threshold: number): Disclosed<Figures> | undefined;
  /** In the order in which tables list them. */
  readonly measures: readonly Measure[];
  /** All numbers of a figure, in a fixed order. */
  rows(figures: Figures, period: Period): FigureNumber<Measure>[];
  /** Members of the figures, besides `systems`, `other` and `absent`, that are numbers of systems: these are rounded. */
  readonly numbersOfSystems: readonly string[];
}

/** A kind that definitions ask for. */
export interface SummaryModule<Summary, Counted, Figures, Measure extends string>
  extends FigureModule<Counted, Figures, Measure> {
  /** Counts the reports of a day by SQL. Rejects with the errors of the store. */
  count(run: RunQuery, key: DayKey, summary: Summary): Promise<Counted>;
  /** What one stored report adds to the count. */
  contribution(summary: Summary, report: unknown): Contribution;
  readonly words: SummaryWords<Summary>;
}

export interface Contribution {
  /** Values that the report is counted for; none where it is left out. */
  readonly counts: readonly unknown[];
  /** How far versions among them are shortened. */
  readonly levels: readonly string[];
}

/** A sentence in which pointers of fields stand out. */
type Sentence = readonly (string | { readonly pointer: string })[];

/** How people are told what a figure is. */
export interface SummaryWords<Summary> {
  /** Of a figure's own page. */
  readonly lead: string;
  /** Of the one section of that page. */
  readonly heading: string;
  /** Some of all systems, as formatted numbers. */
  coverage(some: string, all: string): string;
  describe(summary: Summary): Sentence;
  /** The fields that it is made of; none if it counts reports alone. */
  pointers(summary: Summary): string[];
  /** Whether its section takes the whole width of the page. */
  isWide(summary: Summary, fields: Readonly<Record<string, Field>>): boolean;
}
