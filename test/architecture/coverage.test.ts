import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CORE_FLOORS } from '../coverage.ts';
import { withProject } from './fixture-project.ts';
import { file } from './repository.ts';
import { ROOT, runTool, scripts, TOOL_MS } from './tools.ts';

const LOWEST = { lines: 95, branches: 85 };

it('the floors are high, and `npm run test:fast` holds them', () => {
  const low = (floors: typeof CORE_FLOORS) =>
    Object.keys(floors).filter(
      (glob) => (floors[glob]?.lines ?? 0) < LOWEST.lines || (floors[glob]?.branches ?? 0) < LOWEST.branches,
    );
  expect(low(CORE_FLOORS)).toEqual([]);
  expect(low({ 'a.ts': { lines: 100, branches: 84 }, 'b.ts': { lines: 94, branches: 100 } })).toEqual(['a.ts', 'b.ts']);
  expect(scripts['test:fast']).toMatch(/^vitest run .*--coverage$/);
});

/** A core of which no test reaches one line, and one that no test loads. */
const PLANTED = [
  file('package.json', JSON.stringify({ type: 'module' })),
  file(
    'vitest.config.ts',
    [
      `import { coverage } from ${JSON.stringify(join(ROOT, 'test/coverage.ts'))};`,
      "export default { test: { include: ['**/*.test.ts'], coverage: { ...coverage, reporter: [] } } };\n",
    ].join('\n'),
  ),
  file('services/a/src/dedup.ts', 'export const dedup = (n: number) => {\n  if (n > 1) return 2;\n  return 1;\n};\n'),
  file('services/a/src/codec.ts', 'export const codec = (n: number) => {\n  return n;\n};\n'),
  file('services/a/src/settle.ts', 'export const settle = (n: number) => {\n  return n;\n};\n'),
  file(
    'services/a/test/a.test.ts',
    [
      "import { expect, it } from 'vitest';",
      "import { dedup } from '../src/dedup.ts';",
      "import { settle } from '../src/settle.ts';",
      "it('is half tested', () => expect([dedup(1), settle(1)]).toEqual([1, 1]));\n",
    ].join('\n'),
  ),
];

it('a core that no test reaches, or not all of it, fails the run', { timeout: TOOL_MS }, async () => {
  const { code, stdout, stderr } = await withProject(PLANTED, (root) => {
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    return runTool('vitest', ['run', '--coverage', '--root', root], root);
  });
  expect(stdout).toMatch(/1 passed/);
  expect(code).toBe(1);
  const failed = [...stderr.matchAll(/Coverage for (\w+) \((\S+)%\) does not meet .*\/(\w+)\.ts/g)];
  expect(failed.map(([, what, found, core]) => `${core} ${what} ${found}`).toSorted()).toEqual([
    'codec lines 0',
    'dedup branches 50',
  ]);
});
