import { join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSuites } from '../verify/suites.ts';
import { withProject } from './fixture-project.ts';
import { type Check, file, isProduction, readRepository } from './repository.ts';
import { outputOf, ROOT, scripts, TOOL_MS } from './tools.ts';

const repository = readRepository();
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
  const paths = repository.map(({ path }) => path);
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

describe('brands', () => {
  const TESTS = 'packages/schema/test/brands.unit.test.ts';
  const untested: Check = (files) => {
    const tests = files.find(({ path }) => path === TESTS)?.text ?? '';
    return files
      .filter(isProduction)
      .flatMap(({ text }) => [...text.matchAll(/\.brand<'(\w+)'>/g)].map(([, name = '']) => name))
      .filter((name) => !tests.includes(`  ${name}: ${name};`));
  };

  it('have a test of their types each', () => {
    expect(untested(repository)).toEqual([]);
    const canary = [
      file('packages/schema/src/a.ts', "z.string().brand<'Tested'>(); z.string().brand<'Other'>();"),
      file(TESTS, 'interface Brands {\n  Tested: Tested;\n}'),
    ];
    expect(untested(canary)).toEqual(['Other']);
  });

  it('would not compile where any text passes for one', { timeout: TOOL_MS }, async () => {
    const planted = [
      "import { expectTypeOf } from 'vitest';",
      'type Branded = string & { readonly brand: true };',
      'type Unbranded = string;',
      'expectTypeOf<string>().not.toExtend<Branded>();',
      'expectTypeOf<string>().not.toExtend<Unbranded>();',
    ];
    const config = {
      extends: join(ROOT, 'tsconfig.base.json'),
      compilerOptions: { types: [], paths: { vitest: [join(ROOT, 'node_modules/vitest/dist/index.d.ts')] } },
      include: ['planted.ts'],
    };
    const files = [
      file('planted.ts', planted.join('\n')),
      file('package.json', JSON.stringify({ type: 'module' })),
      file('tsconfig.json', JSON.stringify(config)),
    ];
    const output = await withProject(files, (root) => outputOf('tsc', ['-p', '.', '--pretty', 'false'], root));
    expect(output.match(/^planted\.ts.*error TS\d+/gm)).toEqual([expect.stringMatching(/^planted\.ts\(5,/)]);
  });
});
