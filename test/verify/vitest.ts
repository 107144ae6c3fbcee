import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { InfluxLine } from '@heliograph/local-stack';
import { z } from 'zod';
import type { NotRun } from '../verify/events.ts';
import type { Missing } from './lines.ts';

const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const Tests = z.array(z.object({ name: z.string(), file: z.string(), projectName: z.string() }));

const projectOf = (line: InfluxLine) => `influx-${line}`;
const projectsOf = (lines: readonly InfluxLine[]) => lines.flatMap((line) => ['--project', projectOf(line)]);

/** Runs the tests on servers of these lines, with their output on ours. Returns the exit code. */
export function runTests(lines: readonly InfluxLine[]): number {
  const { status } = spawnSync(process.execPath, [VITEST, 'run', ...projectsOf(lines)], { stdio: 'inherit' });
  return status ?? 1;
}

/** The tests on servers that this machine does not have. */
export function testsNotRun(missing: readonly Missing[]): NotRun[] {
  if (missing.length === 0) return [];
  const args = [VITEST, 'list', '--json', ...projectsOf(missing.map(({ line }) => line))];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error('vitest cannot list its tests');
  const tests = Tests.parse(JSON.parse(stdout));
  return missing.flatMap(({ line, why }) =>
    tests
      .filter(({ projectName }) => projectName === projectOf(line))
      .map(({ name, file, projectName }) => {
        return { kind: 'not run', project: projectName, file: relative(process.cwd(), file), test: name, why };
      }),
  );
}
