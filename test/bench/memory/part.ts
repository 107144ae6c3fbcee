import { startBacking } from '../backing.ts';
import type { Bench, Measured, Part } from '../bench.ts';
import { startWorker } from '../worker.ts';
import { KeysResult } from './keys.ts';
import { type Restored, restore } from './restore.ts';

const RESTORED_KEYS = 1_000_000;
const WANTED_SECONDS = 10;
const WANTED_MIB = 1024;

/** What dedup's memory costs: ten million keys held, a million read back from the journal. */
export const memory: Part = {
  name: 'memory',
  title: 'Memory: the dedup keys',
  async run(bench) {
    const held = await hold(bench);
    const backing = await startBacking(bench);
    const empty = await restore(bench, backing, 0, 6);
    const many = [await restore(bench, backing, RESTORED_KEYS, 6), await restore(bench, backing, RESTORED_KEYS, 1)];
    return { tables: [...held.tables, tableOf([empty, ...many])], aims: [...held.aims, ...many.map(aimOf)] };
  },
};

async function hold(bench: Bench): Promise<Measured> {
  const input = { keys: bench.settings.keys };
  const { keys, addedMiB, peakMiB, addsPerSecond, looksPerSecond } = await startWorker(
    bench,
    new URL('keys.worker.ts', import.meta.url),
    input,
    KeysResult,
  );
  const table = {
    title: 'The store, in a process with nothing else',
    note: 'Six partitions, four days of expiry each. The peak is of the whole process, while a table grows.',
    columns: ['keys', 'added MiB', 'bytes a key', 'peak MiB', 'adds/s', 'look-ups/s'],
    rows: [
      [
        keys,
        Math.round(addedMiB),
        (addedMiB * 2 ** 20) / keys,
        Math.round(peakMiB),
        Math.round(addsPerSecond),
        Math.round(looksPerSecond),
      ],
    ],
  };
  const what = `${keys.toLocaleString('en')} keys, at the peak`;
  const found = `${Math.round(peakMiB)} MiB`;
  return { tables: [table], aims: [{ what, aim: '1 GiB at most', found, reached: peakMiB <= WANTED_MIB }] };
}

function tableOf(restored: readonly Restored[]) {
  return {
    title: 'Restoring it from the journal',
    note: 'A real dedup process from its start until it is ready, with the journal in a real topic.',
    columns: ['keys', 'partitions', 'seconds', 'memory MiB'],
    rows: restored.map(({ keys, partitions, seconds, residentMiB }) => [
      keys,
      partitions,
      seconds,
      Math.round(residentMiB),
    ]),
  };
}

function aimOf({ keys, partitions, seconds }: Restored) {
  const what = `restore of ${keys.toLocaleString('en')} keys in ${partitions} partition${partitions === 1 ? '' : 's'}`;
  const found = `${seconds.toFixed(1)} s`;
  return { what, aim: `${WANTED_SECONDS} s at most`, found, reached: seconds <= WANTED_SECONDS };
}
