import { readFileSync } from 'node:fs';
import { type Suite, suitesOf } from '../verify/suites.ts';
import type { Done } from '../verify/verify.ts';

/** What is too long for `npm test`, in order. */
export function nightlySuites(): Suite[] {
  const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
  return suitesOf(read('budget.json'), read('../../package.json'));
}

/** Runs all of them, those after a failure too: a night is long. None after an interruption. */
export async function runAll(
  suites: readonly Suite[],
  run: (suite: Suite) => Promise<NonNullable<Done['result']>>,
  interrupted: AbortSignal,
): Promise<Done[]> {
  const done: Done[] = [];
  for (const suite of suites) done.push({ suite, result: interrupted.aborted ? undefined : await run(suite) });
  return done;
}
