import type { MessageTopicId } from '@heliograph/schema';
import { Gauge } from 'prom-client';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import type { Runtime } from '../client/runtime.ts';
import { createBreakers } from '../outcome/breaker.ts';
import type { Outcome } from '../outcome/outcome.ts';
import { type Plan, settle } from '../outcome/settle.ts';

/** Plans batches so that one source never holds up another, and shows which sources it sets aside. */
export interface BreakerWatch {
  plan(batch: readonly ConsumerRecord[], outcomes: readonly Outcome<MessageTopicId>[]): Plan;
  /** To be called once the batch is durable. */
  settled(batch: readonly ConsumerRecord[], outcomes: readonly Outcome<MessageTopicId>[]): void;
}

/** A tripped breaker is a line in the log, a metric and a warning, and leaves the stage as ready as it is. */
export function watchBreakers({ log, health, registry }: Pick<Runtime, 'log' | 'health' | 'registry'>): BreakerWatch {
  const breakers = createBreakers();
  const tripped = new Map<string, string>();
  const gauge = new Gauge({
    name: 'heliograph_breaker_tripped',
    help: '1 while more than half of the records of a source become dead letters',
    labelNames: ['application', 'telemetry_type'] as const,
    registers: [registry],
  });

  return {
    plan: (batch, outcomes) => settle(batch, outcomes, breakers.isTripped),
    settled(batch, outcomes) {
      for (const { isTripped, ...change } of breakers.count(batch, outcomes)) {
        const { application, telemetry_type, reason } = change;
        const source = `${application}/${telemetry_type}`;
        if (isTripped) {
          tripped.set(source, `${source} (${reason})`);
          gauge.set({ application, telemetry_type }, 1);
          log.error(change, 'breaker tripped: more than half of the records of a source become dead letters');
        } else {
          tripped.delete(source);
          gauge.remove({ application, telemetry_type });
          log.info(change, 'breaker closed: most records of the source are processed again');
        }
        if (tripped.size === 0) health.unwarn('breaker');
        else health.warn('breaker', `most records become dead letters: ${[...tripped.values()].join(', ')}`);
      }
    },
  };
}
