import type { Register, Summary } from '@heliograph/schema';
import { type SourceKey, toFigure } from '@heliograph/schema/summaries';
import type { Log } from '@heliograph/stream';
import type { DayCounts } from './count-day.postgres.ts';
import { type GracePeriods, nextAction, type PeriodKey, type PeriodState } from './next-action.ts';
import { createPacing } from './pacing.ts';
import type { Publisher } from './publisher.postgres.ts';

export interface DailyWorkOptions extends GracePeriods {
  readonly register: Register;
  readonly publisher: Publisher;
  count(key: PeriodKey, summaries: readonly Summary[]): Promise<DayCounts>;
  /** Deletes what no figure is counted from any more. */
  forget(nowMs: number, signal: AbortSignal): Promise<void>;
  /** Whether reports that should be here by now may be on their way: then nothing is frozen. By default there are none. */
  isBehind?(): Promise<boolean>;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Does for every day, and then for every week and month, what is due, the oldest first, until the signal. Any number of
 * processes may do so at once. What has been published is recomputed for a tenth of the time at most.
 */
export function createDailyWork(options: DailyWorkOptions): (signal: AbortSignal) => Promise<void> {
  const { register, publisher, count, forget, log, now, isBehind = async () => false } = options;
  const pacing = createPacing();
  let forgotOn: string | undefined;

  async function publish(key: PeriodKey, isLast: boolean): Promise<void> {
    const definition = register.find(key.application, key.telemetry_type);
    if (definition === undefined) return;
    const { changes, systems, counted } = await count(key, definition.summaries);
    const figures = counted.map((one) => toFigure(one, systems, definition.publish));
    const result = await publisher.publish(key, { figures, changes, finally: isLast, computedAt: new Date(now()) });
    log.info({ ...key, result, finally: isLast }, 'summarised a period');
  }

  async function publishAgain(key: PeriodKey): Promise<void> {
    const beganMs = now();
    await publish(key, false);
    const endedMs = now();
    pacing.recomputed(key, endedMs - beganMs, endedMs);
  }

  async function processPeriod(state: PeriodState, mayRecompute: (source: SourceKey) => boolean): Promise<void> {
    const { period, start, application, telemetry_type, channel } = state;
    const key = { period, start, application, telemetry_type, channel };
    const duty = nextAction(state, register.find(application, telemetry_type), now(), options);
    switch (duty) {
      case 'publish':
      case 'publish_finally':
        return publish(key, duty === 'publish_finally');
      case 'publish_again':
        if (mayRecompute(key)) await publishAgain(key);
        return;
      case 'close':
        log.info({ ...key, result: await publisher.close(key) }, 'closed a period');
        return;
      case undefined:
        return;
      default:
        duty satisfies never;
    }
  }

  return async (signal) => {
    const mayRecompute = pacing.round(now());
    const mayFreeze = !(await isBehind());
    // Weeks and months only then: they are frozen once their days are.
    for (const states of [publisher.days, publisher.spans])
      for (const state of await states()) {
        if (signal.aborted) return;
        await processPeriod({ ...state, open: state.open || !mayFreeze }, mayRecompute);
      }
    const today = new Date(now()).toISOString().slice(0, 10);
    if (forgotOn === today) return;
    await forget(now(), signal);
    forgotOn = today;
  };
}
