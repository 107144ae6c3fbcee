import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { readSuites } from '../verify/suites.ts';
import { readRepository } from './repository.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const CHECKED = /\.[mc]?[jt]sx?$/;
/** The compiler reads every file of a program, on cores that other tests use as well. */
const COMPILER_MS = 60_000;

const run = promisify(execFile);
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** The files that `tsc` checks when it runs as the script says, relative to the root, with slashes. */
async function checkedFiles(root: string, script: string): Promise<Set<string>> {
  const projects = [...script.matchAll(/\btsc -p (\S+)/g)].map(([, project = '']) => project);
  const programs = projects.map((project) =>
    run(process.execPath, [TSC, '-p', project, '--listFilesOnly'], { cwd: root, maxBuffer: 2 ** 24 }),
  );
  const outputs = await Promise.all(programs);
  const lines = outputs.flatMap(({ stdout }) => stdout.trim().split('\n'));
  return new Set(lines.map((path) => relative(root, path).split(sep).join('/')));
}

async function uncheckedFiles(root: string, script: string, paths: readonly string[]): Promise<string[]> {
  const checked = await checkedFiles(root, script);
  return paths.filter((path) => CHECKED.test(path) && !checked.has(path));
}

it('`npm run types` checks every file of code, tests, scripts and what browsers run included', {
  timeout: COMPILER_MS,
}, async () => {
  const paths = readRepository().map(({ path }) => path);
  expect(paths.filter((path) => CHECKED.test(path)).length).toBeGreaterThan(500);
  expect(await uncheckedFiles(ROOT, scripts.types, paths)).toEqual([]);
  expect(readSuites().map(({ name }) => name)).toContain('types');
});

it('would report a file that belongs to no program', { timeout: COMPILER_MS }, async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'heliograph-types-')));
  try {
    const paths = ['src/a.ts', 'test/a.unit.test.ts', 'scripts/b.mts'];
    for (const path of paths) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), 'export {};\n');
    }
    writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ include: ['src'] }));
    expect(await uncheckedFiles(root, 'tsc -p tsconfig.json', paths)).toEqual(['test/a.unit.test.ts', 'scripts/b.mts']);
  } finally {
    rmSync(root, { recursive: true });
  }
});
