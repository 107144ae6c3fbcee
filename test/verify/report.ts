import { type Ended, type Event, type NotRun, stillRunning } from './events.ts';
import type { SuiteResult } from './run-suite.ts';
import type { Done } from './verify.ts';

const SLOWEST = 10;

/**
 * What is printed after all suites: each with its time beside its budget, the slowest tests, which tests were not run and
 * why, what was running in a suite that was ended, and as the last line the number of tests that passed and failed.
 */
export function report(done: readonly Done[]): string[] {
  return [
    '',
    ...tableOf(done),
    ...section(`The ${SLOWEST} slowest tests:`, slowestTests(done)),
    ...section('NOT RUN:', testsNotRun(done)),
    ...section('Ended, because it took too long, while these were running:', hanging(done)),
    '',
    countLine(done),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function tableOf(done: readonly Done[]): string[] {
  const total = done.reduce((sum, { result }) => sum + (result?.seconds ?? 0), 0);
  const budget = done.reduce((sum, { suite }) => sum + suite.budgetSeconds, 0);
  const rows = [
    ['suite', 'seconds', 'budget', ''],
    ...done.map((one) => [one.suite.name, secondsOf(one), one.suite.budgetSeconds.toFixed(0), remarkOf(one)]),
    ['total', total.toFixed(1), budget.toFixed(0), ''],
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', seconds = '', allowed = '', remark = '']) =>
    `${name.padEnd(width)}  ${seconds.padStart(8)}  ${allowed.padStart(6)}  ${remark}`.trimEnd(),
  );
}

const secondsOf = ({ result }: Done) => result?.seconds.toFixed(1) ?? '-';

function remarkOf({ suite, result }: Done): string {
  if (result === undefined) return 'not run';
  if (result.overran) return 'ENDED';
  if (result.code !== 0) return `FAILED with exit code ${result.code}`;
  return result.seconds > suite.budgetSeconds ? 'over its budget' : '';
}

const eventsOf = (done: readonly Done[]) => done.flatMap(({ result }) => result?.events ?? []);
const endedIn = (events: readonly Event[]): Ended[] => events.filter((event) => event.kind === 'test ended');
const nameOf = ({ project, file, test }: Ended | NotRun) => `${project}  ${file} > ${test}`;

function slowestTests(done: readonly Done[]): string[] {
  const slowest = endedIn(eventsOf(done)).toSorted((a, b) => b.ms - a.ms);
  return slowest.slice(0, SLOWEST).map((test) => `${(test.ms / 1000).toFixed(1).padStart(6)} s  ${nameOf(test)}`);
}

function testsNotRun(done: readonly Done[]): string[] {
  const events = eventsOf(done);
  const byReason = Map.groupBy(
    events.filter((event) => event.kind === 'not run'),
    ({ why }) => why,
  );
  const skipped = endedIn(events).filter(({ state }) => state === 'skipped');
  return [
    ...[...byReason].flatMap(([why, tests]) => [why, ...tests.map((test) => `  ${nameOf(test)}`)]),
    ...skipped.map((test) => `skipped: ${nameOf(test)}`),
  ];
}

function hanging(done: readonly Done[]): string[] {
  return done.flatMap(({ suite, result }) =>
    result?.overran ? [suite.name, ...stillRunning(result.events).map((file) => `  ${file}`)] : [],
  );
}

function countLine(done: readonly Done[]): string {
  const results = done.flatMap(({ result }) => result ?? []);
  const sum = (count: (result: SuiteResult) => number) => results.reduce((all, result) => all + count(result), 0);
  return `${sum(({ events }) => inState(events, 'passed'))} passed, ${sum(failuresOf)} failed`;
}

const inState = (events: readonly Event[], state: Ended['state']) =>
  endedIn(events).filter((test) => test.state === state).length;

/** A file or suite that failed although none of its tests did counts as one: `0 failed` means that all is well. */
function failuresOf({ code, events }: SuiteResult): number {
  const files = events.filter((event) => event.kind === 'file ended' && event.failed).length;
  const found = inState(events, 'failed') + files;
  return found === 0 && code !== 0 ? 1 : found;
}
