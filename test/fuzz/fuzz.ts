import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

export interface Fuzzed {
  readonly cases: number;
  readonly bytes: number;
  /** How often each outcome was reached. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly number: number;
  readonly why: string;
}

export interface FuzzOptions {
  readonly target: string;
  readonly seed: string;
  /** Ends after the case that reaches it. */
  readonly budgetBytes: number;
  /** The number of the first case. */
  readonly first?: number;
  /** A case that takes longer hangs. */
  readonly hangMs?: number;
  /** The heap that all cases together may need: nothing of a case may stay. */
  readonly heapMb?: number;
  /** The URL of a module with TARGETS; by default the gateway's parsers. */
  readonly targets?: string;
}

export interface WorkerInput {
  readonly target: string;
  readonly seed: string;
  readonly budgetBytes: number;
  readonly first: number;
  readonly targets: string;
  /** The number of the case at work. */
  readonly current: Int32Array;
}

export type WorkerReport =
  | { readonly failed: number; readonly why: string }
  | { readonly done: Omit<Fuzzed, 'failures'> };

/** No case needs a tenth of a second on an idle core. */
const HANG_MS = 30_000;
const HEAP_MB = 192;
const LOOK_MS = 500;

/**
 * Checks cases of a target in a thread of its own, so that a case that never ends, or takes all memory, can be ended and named.
 * Resolves when the budget is used up, at the first such case, or after ten failures.
 */
export async function fuzz(options: FuzzOptions): Promise<Fuzzed> {
  const { target, seed, budgetBytes, first = 0, hangMs = HANG_MS, heapMb = HEAP_MB } = options;
  const { targets = new URL('targets.ts', import.meta.url).href } = options;
  const current = new Int32Array(new SharedArrayBuffer(4)).fill(-1);
  const workerData: WorkerInput = { target, seed, budgetBytes, first, targets, current };
  const resourceLimits = { maxOldGenerationSizeMb: heapMb };
  const worker = new Worker(new URL('fuzz.worker.ts', import.meta.url), { workerData, resourceLimits });
  const failures: Failure[] = [];
  let done: Omit<Fuzzed, 'failures'> | undefined;
  const fail = (number: number, why: string) => void failures.push({ number, why });
  worker.on('message', (message: WorkerReport) => {
    if ('done' in message) done = message.done;
    else fail(message.failed, message.why);
  });
  let crash: unknown;
  worker.on('error', (error) => {
    crash = error;
  });
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  const watching = watch(current, hangMs, worker, () => fail(current[0] ?? -1, `no end after ${hangMs} ms`));
  await ended;
  await watching;
  if (crash !== undefined) fail(Atomics.load(current, 0), `the thread ended: ${crash}`);
  return { cases: 0, bytes: 0, outcomes: new Map(), ...done, failures };
}

/** Ends the thread where the same case has been at work for too long. */
async function watch(current: Int32Array, hangMs: number, worker: Worker, hangs: () => void): Promise<void> {
  let isRunning = true;
  worker.once('exit', () => {
    isRunning = false;
  });
  for (let [last, sinceMs] = [-1, performance.now()]; isRunning; ) {
    await sleep(Math.min(LOOK_MS, hangMs / 4));
    const number = Atomics.load(current, 0);
    // Before the first case the thread loads its modules.
    if (number !== last || number < 0) [last, sinceMs] = [number, performance.now()];
    else if (isRunning && performance.now() - sinceMs > hangMs) {
      hangs();
      await worker.terminate();
      return;
    }
  }
}
