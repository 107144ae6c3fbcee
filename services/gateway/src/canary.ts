import { compileRecords, NO_CONTEXT } from '@heliograph/ingest';
import { every, sha256 } from '@heliograph/runtime';
import { CANARY_DEFINITION } from '@heliograph/schema';
import type { Publisher, PublishRecord, Runtime } from '@heliograph/stream';
import { uuidv7 } from 'uuidv7';

/** Enough that every partition has some of them, by the hash of their ids; few enough that the table of systems stays small. */
const SYSTEMS = 32;
const SYSTEM_IDS = Array.from(
  { length: SYSTEMS },
  (_, n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
);

export interface CanaryOptions {
  /** Milliseconds between two of them; 0 sends none. */
  readonly everyMs: number;
  readonly publisher: Pick<Publisher, 'publish'>;
  readonly runtime: Pick<Runtime, 'log'>;
}

/**
 * Sends a report of the product's own through the whole pipeline again and again, each of the next of some systems, so that
 * what stands still is seen also where no product reports. One that cannot be delivered is not sent again: the next is.
 */
export function sendCanaries(
  { everyMs, publisher, runtime: { log } }: CanaryOptions,
  now: () => number = Date.now,
): { stop(): Promise<void> } {
  let sent = 0;
  if (everyMs === 0) return { stop: async () => undefined };
  return every({
    everyMs,
    firstAfterMs: everyMs,
    async work() {
      const system = SYSTEM_IDS[sent++ % SYSTEMS] ?? '';
      await publisher
        .publish(canaryOf(system, everyMs, now()))
        .catch((err: unknown) => log.debug({ err }, 'a canary could not be delivered'));
    },
  });
}

const toRecords = compileRecords(CANARY_DEFINITION, sha256);

/** The record of one canary. Throws where its definition does not let it pass: a bug. */
export function canaryOf(system_id: string, every_ms: number, nowMs: number): PublishRecord[] {
  const time = { text: new Date(nowMs).toISOString(), instant: { epochMs: nowMs, subMs: 0 } };
  const report = { id: uuidv7(), schemaVersion: 1, time, context: NO_CONTEXT, payload: { system_id, every_ms } };
  const made = toRecords(report, nowMs);
  if (!Array.isArray(made)) throw new Error(`the canary is refused: ${made.code}`);
  const { application, telemetry_type } = CANARY_DEFINITION;
  return made.map(({ raw, value }) => ({ key: raw.system_id, value, headers: { application, telemetry_type } }));
}
