import { pgErrors } from '@heliograph/postgres';
import { KAFKA_ERRORS, type KafkaSettings, openFencedPublisher, type Runtime } from '@heliograph/stream';
import type { Pool } from 'pg';
import { Gauge } from 'prom-client';
import { startSchedule } from '../schedule.ts';
import { createOutboxDrain } from './drain.ts';

export interface OutboxOptions {
  readonly pool: Pool;
  readonly kafka: KafkaSettings;
  readonly runtime: Runtime;
  readonly everyMs: number;
}

/** Tells the topic of the summaries what has been published, again and again until it is stopped. */
export function startOutbox({ pool, kafka, runtime, everyMs }: OutboxOptions): { stop(): Promise<void> } {
  const gauge = new Gauge({
    name: 'heliograph_outbox_records',
    help: 'Figures published in PostgreSQL that the topic of the summaries has yet to be told',
    registers: [runtime.registry],
  });
  const { log } = runtime;
  const open = () => openFencedPublisher({ stage: 'summarizer', topic: 'summaries', kafka, log });
  const work = createOutboxDrain({ pool, log, open, waiting: (rows) => gauge.set(rows) });
  // The broker's first: its errors carry the codes of sockets as well, by which those of the store are known.
  return startSchedule({ part: 'outbox', errors: [...KAFKA_ERRORS, ...pgErrors], everyMs, runtime, work });
}
