import type { Channel, Definition, Period, PublishedFigure } from '@heliograph/schema';

/** A definition's reports on one channel. */
interface Source {
  readonly application: string;
  readonly telemetry_type: string;
  readonly channel: Channel;
}

export interface SeriesQuery extends Source {
  readonly period: Period;
  /** Of the first and the last period, both included; each is the first UTC day of one. */
  readonly from: string;
  readonly to: string;
  /** Only every so many days, counted back from `to`: a long range in few figures. */
  readonly everyDays?: number | undefined;
  /** If unset, all figures of the source. */
  readonly name?: string | undefined;
  /** Continues after this place of an answer that was cut off by `limit`. */
  readonly after?: { readonly start: string; readonly name: string } | undefined;
  /** How many figures at most. */
  readonly limit?: number | undefined;
}

/** Between which days something is published, and when the last of it was computed. */
export interface Extent extends Source {
  /** The first and the last UTC day that has figures. */
  readonly from: string;
  readonly to: string;
  /** RFC 3339 */
  readonly computed_at: string;
}

/** What readers should know about the figures of these days. */
export interface Notice extends Source {
  readonly from_day: string;
  /** Null: still valid. */
  readonly to_day: string | null;
  readonly notice: string;
}

/** A definition as it was in force, and since when. */
export interface PastDefinition {
  readonly definition: Definition;
  /** RFC 3339 */
  readonly since: string;
}

export interface FrozenMonth {
  /** YYYY-MM */
  readonly month: string;
  /** Differs for different figures; lower-case letters and digits. */
  readonly digest: string;
}

/** What has been published, and the token that it is injected by. All methods reject with the errors of the store. */
export abstract class SummaryStore {
  /** In order of start and name; those of kind `unregistered` by name only. */
  abstract series(query: SeriesQuery): Promise<PublishedFigure[]>;
  /** All figures of the last published day of each source, unregistered paths among them. */
  abstract latest(channel: Channel): Promise<PublishedFigure[]>;
  abstract extents(channel: Channel): Promise<Extent[]>;
  abstract notices(channel: Channel): Promise<Notice[]>;
  /** Newest first. */
  abstract pastDefinitions(application: string, telemetryType: string): Promise<PastDefinition[]>;
  /** The months with figures all of which are final, by the start of their periods. Newest first. */
  abstract frozenMonths(channel: Channel): Promise<FrozenMonth[]>;
  /** Changes whenever the answer of another method changes. */
  abstract version(): Promise<string>;
}
