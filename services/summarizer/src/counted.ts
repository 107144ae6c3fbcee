import type { Bucket, ValueCount } from '@heliograph/schema';
import type { VersionLevel } from './version.ts';

/** What was counted, before anything is held back: never logged, never published. */
export type Counted =
  | { readonly kind: 'systems'; readonly name: string; readonly activity: Activity }
  | {
      readonly kind: 'share';
      readonly name: string;
      readonly levels: readonly VersionLevel[];
      /** One for each key of a map, the most frequent ones; a single one with the key null where the field has no wildcard. */
      readonly parts: readonly Part[];
      /**
       * Of a list: a system is among those of each of its members, and those that few have may be missing. Versions are
       * shortened to the finest of the levels: how many have one of a coarser level cannot be told by adding these up.
       */
      readonly members: readonly ValueCount[];
    }
  | {
      readonly kind: 'statistics';
      readonly name: string;
      readonly distributions: readonly Distribution[];
    }
  | {
      readonly kind: 'age';
      readonly name: string;
      /** Days since the first report, ascending, by powers of two; empty ones are missing. */
      readonly buckets: readonly Bucket[];
    }
  | {
      readonly kind: 'cross';
      readonly name: string;
      /** How far the versions of rows and of columns are shortened; null where they are not. */
      readonly row_level: VersionLevel | null;
      readonly column_level: VersionLevel | null;
      /**
       * Systems by both values, shortened to the levels asked for; empty ones are missing. Those that have neither value are
       * in none.
       */
      readonly cells: readonly Cell[];
    }
  | {
      readonly kind: 'unregistered';
      readonly name: string;
      /** The most frequent of the paths; a system may have sent something at several. */
      readonly paths: readonly ValueCount[];
    };

/** Systems by value: a partition of those that have the key. Versions are shortened to the finest of the levels. */
export interface Part {
  readonly key: string | null;
  /** Those of all counts, and the rest. */
  readonly systems: number;
  readonly counts: readonly ValueCount[];
  /** The systems of values that were too rare to be listed, because there are thousands: always to be hidden. */
  readonly rest: number;
}

export interface Cell {
  /** Null where a system has no value, or one too rare to be listed: always to be hidden. At most one of the two is null. */
  readonly row: string | null;
  readonly column: string | null;
  readonly systems: number;
}

export interface Distribution {
  readonly key: string | null;
  readonly systems: number;
  readonly mean: number;
  /** The 5th, 25th, 50th, 75th and 95th, interpolated. */
  readonly percentiles: readonly number[];
  /** Ascending, by powers of two; empty ones are missing. */
  readonly histogram: readonly Bucket[];
  /** Of the absolute values: their sum, the largest and the second largest (0 where there is none). */
  readonly magnitude: { readonly sum: number; readonly first: number; readonly second: number };
}

/** Which systems reported in a period, beside those of the period before it; see SystemsFigures of the schema. */
export interface Activity {
  /** new + returning + continuing */
  readonly active: number;
  readonly new: number;
  readonly returning: number;
  readonly continuing: number;
  readonly gone: number;
  /** Of a week or a month: on two days at least; null of a day. */
  readonly persistent: number | null;
  /** Of a week or a month: the systems of each day, then of each week that lies in it; each system is among `active`. */
  readonly within: readonly number[];
  /** Of a week or a month: the new systems of each of its days; added up, they are `new`. */
  readonly newOfDays: readonly number[];
  /** What `within` is, of the period before. */
  readonly withinBefore: readonly number[];
}
