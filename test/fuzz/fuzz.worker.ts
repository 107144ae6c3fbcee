import { parentPort, workerData } from 'node:worker_threads';
import { inputOf } from './cases.ts';
import type { WorkerInput, WorkerReport } from './fuzz.ts';

const { seed, budgetBytes, targets, first, current } = workerData as WorkerInput;
const { TARGETS } = (await import(targets)) as typeof import('./targets.ts');
const target = TARGETS.find(({ name }) => name === workerData.target);
if (target === undefined) throw new Error(`there is no target "${workerData.target}"`);

/** The first ones say enough. */
const MOST_FAILURES = 10;

const report = (message: WorkerReport) => parentPort?.postMessage(message);
const outcomes = new Map<string, number>();
let bytes = 0;
let [number, failures] = [first, 0];
for (; bytes < budgetBytes && failures < MOST_FAILURES; number += 1) {
  const input = inputOf(target, { seed, target: target.name, number });
  bytes += input.length;
  // Before the check: where that never ends, or ends this thread, the number is all that is known of it.
  Atomics.store(current, 0, number);
  try {
    for (const outcome of [target.check(input)].flat()) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  } catch (error) {
    failures += 1;
    report({ failed: number, why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
report({ done: { cases: number - first, bytes, outcomes } });
