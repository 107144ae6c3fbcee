import { createHash } from 'node:crypto';
import type { DedupKey } from '@heliograph/schema';
import { createSeenKeys } from '../../../services/dedup/src/seen-keys.memory.ts';
import { answer, workerInput } from '../worker-side.ts';
import { KeysInput, type KeysResult } from './keys.ts';

/** As in the product: a store for each partition, with a few days that expire one after the other. */
const PARTITIONS = 6;
const DAYS = ['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28'];
const MIB = 2 ** 20;

const { keys } = workerInput(KeysInput);
const stores = Array.from({ length: PARTITIONS }, createSeenKeys);

const residentMiB = () => process.memoryUsage.rss() / MIB;
/** What this process has ever held, by the system's account. */
const peakMiB = () => process.resourceUsage().maxRSS / 1024;
const keyOf = (n: number) => createHash('sha256').update(String(n)).digest().toString('base64url', 0, 16) as DedupKey;

/** Makes keys in chunks outside of the time that is measured, as they come to dedup ready-made. */
function timed(use: (key: DedupKey, n: number) => void): number {
  let took = 0;
  for (let n = 0; n < keys; ) {
    const chunk = Array.from({ length: Math.min(10_000, keys - n) }, (_, i) => keyOf(n + i));
    const from = performance.now();
    for (const key of chunk) {
      use(key, n);
      n += 1;
    }
    took += performance.now() - from;
  }
  return (1000 * keys) / took;
}

const dayOf = (n: number) => DAYS[Math.floor((n * DAYS.length) / keys)] ?? '';
const before = residentMiB();
const addsPerSecond = timed((key, n) => stores[n % PARTITIONS]?.add([key], dayOf(n)));
let found = 0;
const looksPerSecond = timed((key, n) => {
  if (stores[n % PARTITIONS]?.has(key)) found += 1;
});
const size = stores.reduce((sum, store) => sum + store.size, 0);
if (size !== keys || found !== keys) throw new Error(`the store has ${size} of ${keys} keys and found ${found}`);
globalThis.gc?.();
const addedMiB = residentMiB() - before;
answer({ keys, addedMiB, peakMiB: peakMiB(), addsPerSecond, looksPerSecond } satisfies KeysResult);
process.disconnect?.();
