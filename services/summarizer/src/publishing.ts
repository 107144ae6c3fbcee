import type { Register } from '@heliograph/schema';
import type { KafkaSettings, Runtime } from '@heliograph/stream';
import type { z } from 'zod';
import type { Config } from './config.ts';
import { createDefinitionLog } from './definition-log.postgres.ts';
import { unlessImporting } from './import-lock.postgres.ts';
import { startOutbox } from './outbox/outbox.ts';
import type { Pools } from './pools.postgres.ts';
import { createCatchingUp } from './publish/catching-up.postgres.ts';
import { createStoredDailyWork } from './publish/daily-work.postgres.ts';
import { startSchedule } from './schedule.ts';

export interface PublishingOptions {
  readonly config: z.infer<typeof Config>;
  readonly pools: Pools;
  readonly register: Register;
  readonly kafka: KafkaSettings;
  readonly runtime: Runtime;
  now(): number;
}

/** Publishes the figures that are due, tells the topic of them, and records by which definitions they were made, until stopped. */
export function startPublishing(options: PublishingOptions): { stop(): Promise<void> } {
  const { config, pools, register, kafka, runtime, now } = options;
  const { summarizerGraceMs: graceMs, summarizerKeepMs: keepMs, summarizerEveryMs: everyMs } = config;
  const { log } = runtime;
  const isBehind = createCatchingUp({ pool: pools.writing, graceMs, now });
  const work = createStoredDailyWork({ pools, register, graceMs, keepMs, isBehind, log, now });
  const record = createDefinitionLog(register, pools.writing);
  const parts = [
    startSchedule({ part: 'publisher', everyMs, runtime, work: unlessImporting(pools.writing, work) }),
    startSchedule({ part: 'definition_log', everyMs, runtime, work: record }),
    startOutbox({ pool: pools.writing, kafka, runtime, everyMs }),
  ];
  return {
    async stop() {
      await Promise.all(parts.map((part) => part.stop()));
    },
  };
}
