import { SERVICES, type ServiceName } from '@heliograph/schema';
import type { Sample } from './prometheus-text.ts';
import type { Scrape } from './scrape.ts';

/** How many records ended how; in = ok + all of `dropped` + dead. */
export interface Settled {
  readonly ok: number;
  /** By reason: duplicates and the like. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly dead: number;
}

/** One service, all its processes together. */
export interface ServiceState {
  readonly service: ServiceName;
  readonly processes: number;
  readonly answering: number;
  readonly ready: number;
  /** RFC 3339: since when is counted, as the process that has run longest has it; null where none says so. */
  readonly since: string | null;
  /** Consumer lag: records that it has not read yet; null for a service that reads no topic. */
  readonly lag: number | null;
  /** Seconds: the age of the oldest record that it has not settled; null for a service that reads no topic. */
  readonly lag_seconds: number | null;
  /** Partitions that wait for something to come back. */
  readonly waiting: number;
  /** What somebody should see to, although it works. */
  readonly warnings: number;
  readonly settled: Settled;
}

/** What one service did with the reports of one source. */
export interface SourceStage extends Settled {
  readonly service: ServiceName;
}

export interface SourceCounts {
  readonly application: string;
  readonly telemetry_type: string;
  /** In the order of the flow; the services that have met a report of the source. */
  readonly stages: readonly SourceStage[];
  /** Single values that the sanitiser took out of reports. */
  readonly removed: { readonly unregistered: number; readonly misfit: number; readonly personal_data: number };
}

/** What arrives at the gateway, before it is known of which source it is. */
export interface Arrivals {
  readonly accepted: number;
  readonly deferred: number;
  /** By code: what was wrong with them. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Requests, by code: no access, or over a limit. */
  readonly refused: Readonly<Record<string, number>>;
}

export interface Pipeline {
  /** RFC 3339 */
  readonly checked_at: string;
  readonly services: readonly ServiceState[];
  readonly arrivals: Arrivals;
  readonly sources: readonly SourceCounts[];
  /** Seconds since the newest canary was sent that all services have settled; null where none has been. */
  readonly canary_age_seconds: number | null;
}

type From = readonly { readonly service: ServiceName; readonly sample: Sample }[];

/** Sums what the processes said. */
export function toPipeline(scrapes: readonly Scrape[], nowMs: number): Pipeline {
  const from = scrapes.flatMap(({ service, said }) => said?.samples.map((sample) => ({ service, sample })) ?? []);
  return {
    checked_at: new Date(nowMs).toISOString(),
    services: SERVICES.filter((service) => scrapes.some((one) => one.service === service)).map((service) =>
      stateOf(service, scrapes, of(from, service)),
    ),
    arrivals: arrivalsOf(of(from, 'gateway')),
    sources: sourcesOf(from),
    canary_age_seconds: canaryAgeOf(from, nowMs),
  };
}

const of = (from: From, service: ServiceName) => from.filter((one) => one.service === service);
const named = (from: From, name: string) => from.map(({ sample }) => sample).filter((sample) => sample.name === name);
const sum = (samples: readonly Sample[]) => samples.reduce((total, { value }) => total + value, 0);

function sumBy(samples: readonly Sample[], label: string): Record<string, number> {
  const groups = Map.groupBy(samples, ({ labels }) => labels[label] ?? '');
  return Object.fromEntries([...groups].map(([key, group]) => [key, sum(group)]));
}

function stateOf(service: ServiceName, scrapes: readonly Scrape[], from: From): ServiceState {
  const mine = scrapes.filter((one) => one.service === service);
  const lags = named(from, 'heliograph_consumer_lag_records');
  const ages = named(from, 'heliograph_consumer_lag_seconds');
  const starts = named(from, 'process_start_time_seconds').map(({ value }) => value * 1000);
  return {
    service,
    processes: mine.length,
    answering: mine.filter(({ said }) => said !== undefined).length,
    ready: mine.filter(({ said }) => said?.ready).length,
    since: starts.length === 0 ? null : new Date(Math.min(...starts)).toISOString(),
    lag: lags.length === 0 ? null : sum(lags),
    lag_seconds: ages.length === 0 ? null : Math.round(Math.max(...ages.map(({ value }) => value))),
    waiting: sum(named(from, 'heliograph_partition_paused')),
    warnings: sum(named(from, 'heliograph_warning')),
    settled: settledOf(named(from, 'heliograph_records_total')),
  };
}

/** By the service that is furthest behind; several processes of one share its canaries. */
function canaryAgeOf(from: From, nowMs: number): number | null {
  const sent = named(from, 'heliograph_canary_sent_timestamp_seconds');
  const byService = Map.groupBy(sent, ({ labels }) => labels.service ?? '');
  const newest = [...byService.values()].map((own) => Math.max(...own.map(({ value }) => value)));
  return newest.length === 0 ? null : Math.max(0, Math.round(nowMs / 1000 - Math.min(...newest)));
}

function settledOf(samples: readonly Sample[]): Settled {
  const by = (outcome: string) => samples.filter(({ labels }) => labels.outcome === outcome);
  return { ok: sum(by('ok')), dropped: sumBy(by('drop'), 'reason'), dead: sum(by('dead')) };
}

function arrivalsOf(from: From): Arrivals {
  const envelopes = named(from, 'heliograph_reports_total');
  const by = (result: string) => envelopes.filter(({ labels }) => labels.result === result);
  return {
    accepted: sum(by('accepted')),
    deferred: sum(by('deferred')),
    rejected: sumBy(by('rejected'), 'code'),
    refused: sumBy(named(from, 'heliograph_refused_requests_total'), 'code'),
  };
}

function sourcesOf(from: From): SourceCounts[] {
  const labelled = from.filter(({ sample }) => sample.labels.telemetry_type !== undefined);
  const groups = Map.groupBy(labelled, ({ sample: { labels } }) => `${labels.application}/${labels.telemetry_type}`);
  return [...groups.values()].flatMap((group) => {
    const { application, telemetry_type } = group[0]?.sample.labels ?? {};
    if (application === undefined || telemetry_type === undefined) return [];
    const stages = SERVICES.flatMap((service): SourceStage[] => {
      const samples = named(of(group, service), 'heliograph_source_records_total');
      return samples.length === 0 ? [] : [{ service, ...settledOf(samples) }];
    });
    const removed = sumBy(named(group, 'heliograph_sanitizer_removed_total'), 'why');
    const personal_data = sum(named(group, 'heliograph_sanitizer_personal_data_total'));
    const { unregistered = 0, misfit = 0 } = removed;
    return [{ application, telemetry_type, stages, removed: { unregistered, misfit, personal_data } }];
  });
}
