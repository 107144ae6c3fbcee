import type { Register, Summary } from '@heliograph/schema';
import type { Log } from '@heliograph/stream';
import { type DayKey, dutyOf, type Patience } from './duty.ts';
import type { DayCounts } from './figures.postgres.ts';
import type { Publisher } from './publisher.postgres.ts';
import { toFigure } from './summarize.ts';

export interface DailyWorkOptions extends Patience {
  readonly register: Register;
  readonly publisher: Publisher;
  count(key: DayKey, summaries: readonly Summary[]): Promise<DayCounts>;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Does for every day what is due, the oldest first, until the signal. Any number of processes may do so at once. */
export function createDailyWork(options: DailyWorkOptions): (signal: AbortSignal) => Promise<void> {
  const { register, publisher, count, log, now } = options;

  async function publish(key: DayKey, isLast: boolean): Promise<void> {
    const definition = register.find(key.application, key.telemetry_type);
    if (definition === undefined) return;
    const { changes, systems, counted } = await count(key, definition.summaries);
    const figures = counted.map((one) => toFigure(one, systems, definition));
    const result = await publisher.publish(key, { figures, changes, finally: isLast, computedAt: new Date(now()) });
    log.info({ ...key, result, finally: isLast }, 'summarised a day');
  }

  return async (signal) => {
    for (const state of await publisher.days()) {
      if (signal.aborted) return;
      const { day, application, telemetry_type, channel } = state;
      const key = { day, application, telemetry_type, channel };
      const duty = dutyOf(state, register.find(application, telemetry_type), now(), options);
      switch (duty) {
        case 'publish':
        case 'publish_finally':
          await publish(key, duty === 'publish_finally');
          break;
        case 'empty':
          await publisher.empty(key);
          log.info(key, 'deleted the rows of a frozen day');
          break;
        case undefined:
          break;
        default:
          duty satisfies never;
      }
    }
  };
}
