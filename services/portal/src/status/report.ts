import { type Channel, DAY_MS, type Definition } from '@heliograph/schema';
import { isCollected } from '../definitions/definition-state.ts';
import { isOf } from '../definitions/source.ts';
import type { Extent } from '../stores/summary-store.ts';
import { coarsen } from './coarsen.ts';
import type { Arrivals, Pipeline, ServiceState, SourceCounts } from './pipeline.ts';

/** A day is there an hour after its end; who looks on the day after tomorrow should find it. */
const LATE_AFTER_DAYS = 2;

export interface SourceReport {
  readonly application: string;
  readonly telemetry_type: string;
  readonly title: string;
  readonly collected: boolean;
  /** YYYY-MM-DD and RFC 3339; null where nothing is published yet. */
  readonly data_up_to: string | null;
  readonly computed_at: string | null;
  /** Whole days between the last day that has figures and today; null where there is none. */
  readonly days_behind: number | null;
  /** Of both channels, since the processes began; null where no service is asked, or none has met a report of it. */
  readonly counts: Pick<SourceCounts, 'stages' | 'removed'> | null;
}

export interface StatusReport {
  readonly channel: Channel;
  /** `unknown`: nothing is wrong with the figures, and no service is asked. */
  readonly state: 'fine' | 'trouble' | 'unknown';
  /** In words, one sentence each. */
  readonly troubles: readonly string[];
  /** RFC 3339: when the services were asked; null where none is. */
  readonly checked_at: string | null;
  /** All numbers of reports are rounded up to multiples of it: that of the source with the largest smallest group. */
  readonly multiples_of: number;
  readonly sources: readonly SourceReport[];
  readonly services: readonly ServiceState[] | null;
  readonly arrivals: Arrivals | null;
  /** Seconds since the newest canary was sent that has passed the whole pipeline; null where none is known. */
  readonly canary_age_seconds: number | null;
}

export interface ReportInput {
  readonly channel: Channel;
  readonly definitions: readonly Definition[];
  readonly extents: readonly Extent[];
  readonly pipeline: Pipeline | undefined;
  readonly nowMs: number;
}

/** How the whole of it does, for operators and for the public. Sources that are not public are not in it. */
export function reportStatus({ channel, definitions, extents, pipeline: exact, nowMs }: ReportInput): StatusReport {
  const multiples_of = Math.max(1, ...definitions.map(({ publish }) => publish.minimum_systems));
  const pipeline = exact && coarsen(exact, multiples_of);
  const sources = definitions.map((definition) => reportSource(definition, extents, pipeline, nowMs));
  const troubles = [
    ...(pipeline?.services.flatMap(troublesOf) ?? []),
    ...staleness(pipeline?.canary_age_seconds ?? 0),
    ...sources.flatMap(lateness),
  ];
  return {
    channel,
    state: troubles.length > 0 ? 'trouble' : pipeline === undefined ? 'unknown' : 'fine',
    troubles,
    checked_at: pipeline?.checked_at ?? null,
    multiples_of,
    sources,
    services: pipeline?.services ?? null,
    arrivals: pipeline?.arrivals ?? null,
    canary_age_seconds: pipeline?.canary_age_seconds ?? null,
  };
}

function reportSource(
  definition: Definition,
  extents: readonly Extent[],
  pipeline: Pipeline | undefined,
  nowMs: number,
): SourceReport {
  const { application, telemetry_type, title } = definition;
  const extent = extents.find((one) => isOf(definition, one));
  const counts = pipeline?.sources.find((one) => isOf(definition, one));
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  return {
    application,
    telemetry_type,
    title,
    collected: isCollected(definition, nowMs),
    data_up_to: extent?.to ?? null,
    computed_at: extent?.computed_at ?? null,
    days_behind: extent === undefined ? null : Math.round((today - Date.parse(extent.to)) / DAY_MS),
    counts: counts === undefined ? null : { stages: counts.stages, removed: counts.removed },
  };
}

function troublesOf({ service, processes, answering, ready, waiting, warnings }: ServiceState): string[] {
  const silent = processes - answering;
  const unready = answering - ready;
  const of = (n: number) => (processes === 1 ? `The ${service}` : `${n} of ${processes} processes of the ${service}`);
  const does = (n: number, one: string, several: string) => (processes === 1 || n === 1 ? one : several);
  return [
    ...(silent > 0 ? [`${of(silent)} ${does(silent, 'does', 'do')} not answer.`] : []),
    ...(unready > 0 ? [`${of(unready)} ${does(unready, 'is', 'are')} not ready.`] : []),
    ...(waiting > 0 ? [`The ${service} waits for something to come back; nothing is lost meanwhile.`] : []),
    ...(warnings > 0 ? [`The ${service} works, and has a warning for its operator.`] : []),
  ];
}

/** Ten canaries. */
const STALE_AFTER_S = 600;

function staleness(ageSeconds: number): string[] {
  if (ageSeconds <= STALE_AFTER_S) return [];
  return [`No report has passed the whole pipeline for ${Math.floor(ageSeconds / 60)} minutes.`];
}

function lateness({ title, collected, data_up_to, days_behind }: SourceReport): string[] {
  if (!collected || days_behind === null || days_behind <= LATE_AFTER_DAYS) return [];
  return [`There are no figures of “${title}” since ${data_up_to}.`];
}
