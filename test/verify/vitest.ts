import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { appendEvent, EVENTS_FILE, type NotRun } from './events.ts';

const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const Tests = z.array(z.object({ name: z.string(), file: z.string(), projectName: z.string() }));

/** A project of vitest whose tests cannot be run on this machine. */
export interface MissingProject {
  readonly project: string;
  /** What is missing, and how to get it. */
  readonly why: string;
}

const flagsOf = (projects: readonly string[]) => projects.flatMap((project) => ['--project', project]);

/** Runs the tests of these projects, with their output on ours. Returns the exit code. */
export function runTests(projects: readonly string[]): number {
  const { status } = spawnSync(process.execPath, [VITEST, 'run', ...flagsOf(projects)], { stdio: 'inherit' });
  return status ?? 1;
}

/** Names each test that cannot be run, with the reason: at the end of `npm test`, or here where nothing collects them. */
export function reportNotRun(missing: readonly MissingProject[], say: (line: string) => void): void {
  for (const { why } of missing) say(`NOT RUN: ${why}`);
  const eventsFile = process.env[EVENTS_FILE];
  for (const test of testsOf(missing)) {
    if (eventsFile === undefined) say(`  ${test.project}  ${test.file} > ${test.test}`);
    else appendEvent(eventsFile, test);
  }
}

function testsOf(missing: readonly MissingProject[]): NotRun[] {
  if (missing.length === 0) return [];
  const args = [VITEST, 'list', '--json', ...flagsOf(missing.map(({ project }) => project))];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error('vitest cannot list its tests');
  const tests = Tests.parse(JSON.parse(stdout));
  return missing.flatMap(({ project, why }) =>
    tests
      .filter(({ projectName }) => projectName === project)
      .map(({ name, file }) => ({ kind: 'not run', project, file: relative(process.cwd(), file), test: name, why })),
  );
}
