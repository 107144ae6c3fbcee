import type { ServiceName } from '@heliograph/schema';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { TopicPartition } from '../client/topic-partition.ts';
import type { Counts } from '../outcome/settle.ts';
import type { SourceCount } from '../outcome/source-counts.ts';

/** What every stage reports of itself; in = ok + drop + dead. */
export interface StageMetrics {
  settled(counts: Counts, sources: readonly SourceCount[], seconds: number): void;
  /** A canary has been settled that the gateway sent then, in milliseconds since the epoch. */
  canary(sentMs: number): void;
  retried(cause: string): void;
  paused(place: TopicPartition, isPaused: boolean): void;
  forget(place: TopicPartition): void;
}

/** A bound on the label values: writers of a topic choose the names in its headers, and definitions are some dozens. */
const MAX_SOURCES = 500;

/** Registers the metrics of a stage. Throws where the registry has them already: one stage a process. */
export function createStageMetrics(registry: Registry, service: ServiceName): StageMetrics {
  const records = new Counter({
    name: 'heliograph_records_total',
    help: 'Input records settled, by outcome and reason',
    labelNames: ['outcome', 'reason'] as const,
    registers: [registry],
  });
  const sourceRecords = new Counter({
    name: 'heliograph_source_records_total',
    help: 'The same by source, as the headers of the records name it',
    labelNames: ['application', 'telemetry_type', 'outcome', 'reason'] as const,
    registers: [registry],
  });
  const known = new Set<string>();
  const isKnown = (source: string) => {
    if (known.size < MAX_SOURCES) known.add(source);
    return known.has(source);
  };
  const batches = new Histogram({
    name: 'heliograph_batch_duration_seconds',
    help: 'From a batch’s arrival until it is durable',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const retries = new Counter({
    name: 'heliograph_retries_total',
    help: 'Waits before a batch or a partition was tried again, by cause',
    labelNames: ['cause'] as const,
    registers: [registry],
  });
  const paused = new Gauge({
    name: 'heliograph_partition_paused',
    help: '1 while a partition is paused until it is tried again',
    labelNames: ['topic', 'partition'] as const,
    registers: [registry],
  });
  const canary = new Gauge({
    name: 'heliograph_canary_sent_timestamp_seconds',
    help: 'When the newest canary was sent that the service has settled, in seconds since the epoch',
    labelNames: ['service'] as const,
    registers: [registry],
  });
  let newestMs = 0;
  return {
    canary(sentMs) {
      newestMs = Math.max(newestMs, sentMs);
      canary.set({ service }, newestMs / 1000);
    },
    settled(counts, sources, seconds) {
      if (counts.ok > 0) records.inc({ outcome: 'ok', reason: '' }, counts.ok);
      for (const [reason, n] of counts.drops) records.inc({ outcome: 'drop', reason }, n);
      for (const [reason, n] of counts.dead) records.inc({ outcome: 'dead', reason }, n);
      for (const { application, telemetry_type, outcome, reason, records: n } of sources)
        if (isKnown(`${application}/${telemetry_type}`))
          sourceRecords.inc({ application, telemetry_type, outcome, reason }, n);
      batches.observe(seconds);
    },
    retried: (cause) => retries.inc({ cause }),
    paused: ({ topic, partition }, isPaused) => paused.set({ topic, partition }, isPaused ? 1 : 0),
    forget: ({ topic, partition }) => paused.remove({ topic, partition }),
  };
}
