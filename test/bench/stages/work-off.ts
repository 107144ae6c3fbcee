import type { ServiceName } from '@heliograph/schema';
import type { Backing } from '../backing.ts';
import type { Bench } from '../bench.ts';
import type { Metrics } from '../metrics.ts';
import { type ServiceProcess, startService } from '../service-process.ts';

/** How one consumer process worked off what stood in its topic. */
export interface WorkedOff {
  readonly stage: ServiceName;
  readonly settled: number;
  readonly ok: number;
  readonly dead: number;
  /** From the first records settled to the last. */
  readonly perSecond: number;
  /** The same, without the first fifth: what it comes to once its code is compiled. */
  readonly warmPerSecond: number;
  /** Of the process's own, whatever else ran on the machine meanwhile. */
  readonly cpuMicrosPerRecord: number;
  readonly residentMiB: number;
}

interface Sample {
  readonly atMs: number;
  readonly settled: number;
  readonly cpuSeconds: number;
}

const POLL_MS = 100;
/** So long without progress is a standstill, and not a slow stage. */
const STANDSTILL_MS = 60_000;
const SETTLED = 'heliograph_records_total';

/** Starts a stage alone on a topic that is full, waits until it has settled `records`, and stops it. */
export async function workOff(bench: Bench, backing: Backing, stage: ServiceName, records: number): Promise<WorkedOff> {
  const { dataDir } = backing;
  const process = await startService(bench, { service: stage, dataDir, variables: await backing.variables() });
  await process.ready();
  const samples = await follow(bench, process, records, stage);
  const metrics = await process.metrics();
  await process.stop();
  const first = samples.find(({ settled }) => settled > 0);
  const fifth = samples.find(({ settled }) => settled >= records / 5);
  const last = samples.at(-1);
  if (first === undefined || fifth === undefined || last === undefined || last === first)
    throw new Error(`${stage} worked off ${records} records before it could be watched; take more`);
  return {
    stage,
    settled: last.settled,
    ok: metrics.sum(SETTLED, { outcome: 'ok' }),
    dead: metrics.sum(SETTLED, { outcome: 'dead' }),
    perSecond: rate(first, last),
    warmPerSecond: rate(fifth, last),
    cpuMicrosPerRecord: (1e6 * (last.cpuSeconds - first.cpuSeconds)) / (last.settled - first.settled),
    residentMiB: metrics.sum('process_resident_memory_bytes') / 2 ** 20,
  };
}

const rate = (from: Sample, to: Sample) => (1000 * (to.settled - from.settled)) / (to.atMs - from.atMs);

async function follow(bench: Bench, process: ServiceProcess, records: number, stage: string): Promise<Sample[]> {
  const samples: Sample[] = [];
  let movedAt = performance.now();
  for (;;) {
    const sample = toSample(await process.metrics());
    if (sample.settled > (samples.at(-1)?.settled ?? 0)) movedAt = sample.atMs;
    samples.push(sample);
    if (sample.settled >= records) return samples;
    if (sample.atMs - movedAt > STANDSTILL_MS)
      throw new Error(`${stage} stands still at ${sample.settled} of ${records} records`);
    await bench.wait(POLL_MS);
  }
}

const toSample = (metrics: Metrics): Sample => ({
  atMs: performance.now(),
  settled: metrics.sum(SETTLED),
  cpuSeconds: metrics.sum('process_cpu_seconds_total'),
});
