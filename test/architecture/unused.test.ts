import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withProject } from './fixture-project.ts';
import { file } from './repository.ts';
import { outputOf, ROOT, scripts, TOOL_MS } from './tools.ts';

const manifest = (name: string, fields: object = {}) =>
  file(
    `${name}/package.json`,
    JSON.stringify({ name: `@heliograph/${name.split('/').at(-1)}`, type: 'module', ...fields }),
  );

/** A repository of the same layout. What is named `unused` is not used. */
const PLANTED = [
  file('knip.json', readFileSync(join(ROOT, 'knip.json'), 'utf8')),
  file('package.json', JSON.stringify({ name: 'heliograph', devDependencies: { 'unused-tool': '1.0.0' } })),
  file(
    'pnpm-workspace.yaml',
    'packages: [packages/*, services/*, test]\ncatalog:\n  pg: 1.0.0\n  unused-entry: 1.0.0\n',
  ),
  manifest('packages/schema', {
    exports: { '.': './src/index.ts' },
    dependencies: { pg: 'catalog:', 'unused-library': '1.0.0' },
  }),
  file('packages/schema/src/index.ts', "export { used, unusedAtTheRoot } from './used.ts';\n"),
  file(
    'packages/schema/src/used.ts',
    [
      "import pg from 'pg';",
      'export const used = pg;',
      'export const unusedAtTheRoot = 1;',
      'export const unusedExport = 1;',
      'export type UnusedType = string;\n',
    ].join('\n'),
  ),
  file('packages/schema/src/unused-file.ts', 'export {};\n'),
  manifest('services/dedup', { dependencies: { '@heliograph/schema': 'workspace:*' } }),
  file('services/dedup/src/main.ts', "import { used } from '@heliograph/schema';\nused();\n"),
  manifest('test'),
  file('test/architecture/unused-fixture.ts', 'export {};\n'),
];

interface Issue {
  readonly file: string;
  readonly [kind: string]: string | readonly { readonly name: string }[];
}

it('`npm run lint` finds unused files, exports, dependencies and entries of the catalog', {
  timeout: TOOL_MS,
}, async () => {
  const output = await withProject(PLANTED, (root) => outputOf('knip', ['--reporter', 'json'], root));
  const { issues } = JSON.parse(output) as { readonly issues: readonly Issue[] };
  const found = issues.flatMap(({ file: path, ...kinds }) =>
    Object.entries(kinds).flatMap(([kind, names]) =>
      Array.isArray(names) ? names.map(({ name }) => `${kind} ${path} ${name}`) : [],
    ),
  );
  expect(found.toSorted()).toEqual([
    'catalog pnpm-workspace.yaml unused-entry',
    'dependencies packages/schema/package.json unused-library',
    'devDependencies package.json unused-tool',
    'exports packages/schema/src/index.ts unusedAtTheRoot',
    'exports packages/schema/src/used.ts unusedAtTheRoot',
    'exports packages/schema/src/used.ts unusedExport',
    'files packages/schema/src/unused-file.ts packages/schema/src/unused-file.ts',
    'files test/architecture/unused-fixture.ts test/architecture/unused-fixture.ts',
    'types packages/schema/src/used.ts UnusedType',
  ]);
  expect(scripts.lint).toMatch(/&& knip$/);
});
