import { every } from '@heliograph/runtime';
import { type Definition, measurementsOf, type Register } from '@heliograph/schema';
import type { Log } from '@heliograph/stream';
import type { Retention } from './retention.ts';

/** What this does outlives its hour by an hour at most; a delete costs the server more than many writes. */
const EVERY_MS = 3_600_000;

export interface HousekeepingOptions {
  readonly register: Pick<Register, 'definitions'>;
  readonly retention: Retention;
  readonly log: Log;
}

/** Applies the retention of all definitions, now and every hour; any number of processes may do so. */
export function startHousekeeping(options: HousekeepingOptions): { stop(): Promise<void> } {
  // A delete may take a minute, longer than a stop may; the next process repeats it.
  return every({ everyMs: EVERY_MS, awaitsRun: false, work: (signal) => applyRetention(options, signal) });
}

/** Never rejects: what could not be done now is done the next time. */
export async function applyRetention(options: HousekeepingOptions, signal?: AbortSignal): Promise<void> {
  const { register, retention, log } = options;
  for (const definition of register.definitions.flatMap(underEveryName)) {
    if (signal?.aborted) return;
    try {
      await retention.apply(definition);
    } catch (error) {
      const { measurement } = definition.influx;
      log.error({ measurement, err: error }, 'could not apply the retention of a measurement; trying again in an hour');
    }
  }
}

/** A definition as it is and as it was when its measurement had other names: what is there is kept no longer either. */
function underEveryName(definition: Definition): Definition[] {
  const [, ...former] = measurementsOf(definition);
  const renamed = former.map((measurement) => ({ ...definition, influx: { ...definition.influx, measurement } }));
  return [definition, ...renamed];
}
