import { relative, sep } from 'node:path';
import { expect, it } from 'vitest';
import { readSuites } from '../verify/suites.ts';
import { withProject } from './fixture-project.ts';
import { file, readRepository } from './repository.ts';
import { outputOf, ROOT, scripts, TOOL_MS } from './tools.ts';

const CHECKED = /\.[mc]?[jt]sx?$/;

/** The files that `tsc` checks when it runs as the script says, relative to the root, with slashes. */
async function checkedFiles(root: string, script = ''): Promise<Set<string>> {
  const projects = [...script.matchAll(/\btsc -p (\S+)/g)].map(([, project = '']) => project);
  const outputs = await Promise.all(
    projects.map((project) => outputOf('tsc', ['-p', project, '--listFilesOnly'], root)),
  );
  const lines = outputs.flatMap((output) => output.trim().split('\n'));
  return new Set(lines.map((path) => relative(root, path).split(sep).join('/')));
}

async function uncheckedFiles(root: string, script: string | undefined, paths: readonly string[]): Promise<string[]> {
  const checked = await checkedFiles(root, script);
  return paths.filter((path) => CHECKED.test(path) && !checked.has(path));
}

it('`npm run types` checks every file of code, tests, scripts and what browsers run included', {
  timeout: TOOL_MS,
}, async () => {
  const paths = readRepository().map(({ path }) => path);
  expect(paths.filter((path) => CHECKED.test(path)).length).toBeGreaterThan(500);
  expect(await uncheckedFiles(ROOT, scripts.types, paths)).toEqual([]);
  expect(readSuites().map(({ name }) => name)).toContain('types');
});

it('would report a file that belongs to no program', { timeout: TOOL_MS }, async () => {
  const sources = ['src/a.ts', 'test/a.unit.test.ts', 'scripts/b.mts'].map((path) => file(path, 'export {};\n'));
  const config = file('tsconfig.json', JSON.stringify({ include: ['src'] }));
  const unchecked = await withProject([...sources, config], (root) =>
    uncheckedFiles(
      root,
      'tsc -p tsconfig.json',
      sources.map(({ path }) => path),
    ),
  );
  expect(unchecked).toEqual(['test/a.unit.test.ts', 'scripts/b.mts']);
});
