import { report } from '../verify/report.ts';
import { runSuite } from '../verify/run-suite.ts';
import { exitCodeOf } from '../verify/verify.ts';
import { nightlySuites, runAll } from './suites.ts';

/** Far more than the longest takes. */
const LIMITS = { boundMs: 3 * 3_600_000, graceMs: 30_000 };

const print = (line: string) => void process.stdout.write(`${line}\n`);

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());

const run = (suite: Parameters<typeof runSuite>[0]) => {
  print(`\n== ${suite.name} ==`);
  return runSuite(suite, LIMITS, interrupted.signal);
};
const done = await runAll(nightlySuites(), run, interrupted.signal);
for (const line of report(done)) print(line);
process.exitCode = exitCodeOf(done);
