import type { SuiteResult } from './run-suite.ts';
import type { Suite } from './suites.ts';

export interface Done {
  readonly suite: Suite;
  /** Undefined if an earlier suite failed. */
  readonly result: SuiteResult | undefined;
}

/** Runs the suites in order. Those after the first that fails are not run. */
export async function runInOrder(
  suites: readonly Suite[],
  run: (suite: Suite) => Promise<SuiteResult>,
): Promise<Done[]> {
  const done: Done[] = [];
  let failed = false;
  for (const suite of suites) {
    const result: SuiteResult | undefined = failed ? undefined : await run(suite);
    failed ||= result?.code !== 0;
    done.push({ suite, result });
  }
  return done;
}

/** That of the suite that failed, or 0. */
export function exitCodeOf(done: readonly Done[]): number {
  return done.find(({ result }) => result !== undefined && result.code !== 0)?.result?.code ?? 0;
}
