import { checkInflux } from '@heliograph/local-stack';
import { appendEvent, EVENTS_FILE } from '../verify/events.ts';
import { linesAtHand } from './lines.ts';
import { runTests, testsNotRun } from './vitest.ts';

// Runs the tests of what is written to InfluxDB on each kind of server that this machine has, and names the others' tests.
const say = (line: string) => void process.stderr.write(`${line}\n`);
const { env } = process;
const { atHand, missing } = await linesAtHand((line) => checkInflux(line, { env, progress: say }));
process.exitCode = atHand.length === 0 ? 1 : runTests(atHand);

for (const { why } of missing) say(`NOT RUN: ${why}`);
for (const test of testsNotRun(missing)) {
  const eventsFile = env[EVENTS_FILE];
  if (eventsFile === undefined) say(`  ${test.project}  ${test.file} > ${test.test}`);
  else appendEvent(eventsFile, test);
}
