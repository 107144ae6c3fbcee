import type { Channel } from '@heliograph/schema';
import type { Figures } from './figures.ts';
import type { UnregisteredPaths } from './unregistered.ts';

/** One published summary of one UTC day: its figures speak of `systems` of `of_systems`; null where they are too few. */
export interface PublishedSummary {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly application: string;
  readonly telemetry_type: string;
  readonly channel: Channel;
  readonly name: string;
  readonly kind: string;
  readonly systems: number | null;
  readonly of_systems: number | null;
  readonly figures: Figures;
  /** Grows whenever a late report has changed the figures. */
  readonly revision: number;
  /** Whether the figures will never change again. */
  readonly final: boolean;
  /** RFC 3339 */
  readonly computed_at: string;
}

export interface SummaryQuery {
  readonly application: string;
  readonly telemetry_type: string;
  readonly channel: Channel;
  /** First and last day, both included. */
  readonly from: string;
  readonly to: string;
  readonly name?: string | undefined;
}

/** A definition's reports on one channel. */
export type Source = Pick<SummaryQuery, 'application' | 'telemetry_type' | 'channel'>;

/** What has been published. All methods reject with the errors of the store. */
export interface SummaryStore {
  /** In order of day and name. */
  find(query: SummaryQuery): Promise<PublishedSummary[]>;
  /** All summaries of the last published day of each source. */
  latest(channel: Channel): Promise<PublishedSummary[]>;
  /** The unregistered paths of the last day that is published of a source; undefined where that day has none. */
  unregistered(source: Source): Promise<UnregisteredPaths | undefined>;
}
