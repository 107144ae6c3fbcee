import { type Backing, kafkaOf, provision } from '../backing.ts';
import type { Bench } from '../bench.ts';
import { publishAll } from '../publish-all.ts';
import { startService } from '../service-process.ts';
import { journalEntries } from './journal.ts';

export interface Restored {
  readonly partitions: number;
  readonly keys: number;
  /** From the start of the process until it is ready to work. */
  readonly seconds: number;
  readonly residentMiB: number;
}

/** Starts a real dedup on a journal with that many keys, under a topic prefix of its own. */
export async function restore(bench: Bench, backing: Backing, keys: number, partitions: number): Promise<Restored> {
  const { dataDir, stores } = backing;
  const prefix = `restore-${keys}-${partitions}`;
  await provision(stores.kafka.brokers, prefix, partitions);
  if (keys > 0) await publishAll(kafkaOf(stores.kafka.brokers, prefix), 'seen', journalEntries(keys, Date.now()));
  const variables = {
    ...(await backing.variables()),
    HELIOGRAPH_TOPIC_PREFIX: prefix,
    HELIOGRAPH_TOPIC_PARTITIONS: String(partitions),
  };
  const began = performance.now();
  const dedup = await startService(bench, { service: 'dedup', dataDir, variables });
  await dedup.ready();
  const seconds = (performance.now() - began) / 1000;
  const metrics = await dedup.metrics();
  await dedup.stop();
  const restored = metrics.sum('heliograph_dedup_keys');
  if (restored !== keys) throw new Error(`dedup is ready with ${restored} of ${keys} keys`);
  return { partitions, keys, seconds, residentMiB: metrics.sum('process_resident_memory_bytes') / 2 ** 20 };
}
