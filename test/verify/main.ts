import { compileCache } from '../../packages/testkit/src/compile-cache.ts';
import { keepLastRun } from './last-run.ts';
import { report } from './report.ts';
import { runSuite } from './run-suite.ts';
import { readSuites } from './suites.ts';
import { exitCodeOf, runInOrder } from './verify.ts';

/** The longest suite takes some minutes, on a slow and busy machine two or three times as many. */
const LIMITS = { boundMs: 900_000, graceMs: 30_000 };

/** Node keeps what it has compiled, for every process of every suite. */
process.env.NODE_COMPILE_CACHE ??= compileCache.NODE_COMPILE_CACHE;

const print = (line: string) => void process.stdout.write(`${line}\n`);

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());

const done = await runInOrder(readSuites(), (suite) => {
  print(`\n== ${suite.name} ==`);
  return runSuite(suite, LIMITS, interrupted.signal);
});
keepLastRun(done);
for (const line of report(done)) print(line);
process.exitCode = exitCodeOf(done);
