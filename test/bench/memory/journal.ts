import { createHash } from 'node:crypto';
import type { DedupKey, SeenRecord } from '@heliograph/schema';
import { utcDay } from '@heliograph/schema';
import type { PublishRecord } from '@heliograph/stream';
import { uuidFrom } from '../../../packages/devtools/src/random.ts';
import { expiryDay } from '../../../services/dedup/src/dedup.ts';

/** As `latest-per-window` makes them: the id and the content. */
const KEYS_AN_ENTRY = 2;
const DAY_MS = 86_400_000;
/** A system reports once on each of the days that the journal remembers. */
const DAYS = 4;

const keyOf = (text: string) => createHash('sha256').update(text).digest().toString('base64url', 0, 16) as DedupKey;

/** Entries of dedup's journal that hold that many keys, as dedup writes them: oldest day first. */
export function* journalEntries(keys: number, nowMs: number): Generator<PublishRecord> {
  const entries = Math.ceil(keys / KEYS_AN_ENTRY);
  const systems = Math.ceil(entries / DAYS);
  for (let n = 0; n < entries; n += 1) {
    const observedMs = nowMs - (DAYS - 1 - Math.floor(n / systems)) * DAY_MS;
    const observed_at = new Date(observedMs).toISOString();
    const value: SeenRecord = {
      keys: [keyOf(`id ${n}`), keyOf(`content ${n}`)],
      expires: expiryDay(utcDay(observedMs), (DAYS - 1) * DAY_MS),
      system: `trento/host_telemetry/${keyOf(`system ${n % systems}`)}`,
      observed_at,
      received_at: observed_at,
    };
    yield { key: uuidFrom(String(n)), value: Buffer.from(JSON.stringify(value)), headers: {} };
  }
}
