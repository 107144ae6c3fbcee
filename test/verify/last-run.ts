import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Suite } from './suites.ts';
import type { Done } from './verify.ts';

/** Among what can be deleted at any time. */
const FILE = fileURLToPath(new URL('../../node_modules/.cache/heliograph/last-run.json', import.meta.url));

const Seconds = z.record(z.string(), z.number());

/** Keeps the seconds of each suite that passed, for the table of CONTRIBUTING.md. */
export function keepLastRun(done: readonly Done[]): void {
  const passed = done.flatMap(({ suite, result }) => (result?.code === 0 ? [[suite.name, result.seconds]] : []));
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify(Object.fromEntries(passed)));
}

/** Of the last run in this checkout; none if there was none. */
export function lastRun(): Record<string, number> {
  try {
    return Seconds.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  } catch {
    return {};
  }
}

/** The table of CONTRIBUTING.md, in Markdown. */
export function budgetTable(suites: readonly Suite[], measured: Readonly<Record<string, number>>): string[] {
  const seconds = (numbers: readonly (number | undefined)[]) =>
    numbers.includes(undefined) ? '' : numbers.reduce((sum: number, one) => sum + (one ?? 0), 0).toFixed(0);
  const row = (name: string, of: readonly Suite[]) =>
    `| ${name} | ${seconds(of.map(({ budgetSeconds }) => budgetSeconds))} | ${seconds(of.map((one) => measured[one.name]))} |`;
  return [
    '| suite | budget, s | measured, s |',
    '|---|---:|---:|',
    ...suites.map((suite) => row(`\`${suite.name}\``, [suite])),
    row('all', suites),
  ];
}
