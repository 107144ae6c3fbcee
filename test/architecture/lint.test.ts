import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSuites } from '../verify/suites.ts';
import { withProject } from './fixture-project.ts';
import { file, readRepository } from './repository.ts';
import { outputOf, ROOT, scripts, TOOL_MS } from './tools.ts';

const CONFIG = join(ROOT, '.oxlintrc.json');
const READ_BY_OXLINT = /\.[mc]?[jt]sx?$/;

/** Each line that ends in a comment breaks the rule that the comment names. */
const PLANTED = `
import { createServer } from './server.ts';

declare function work(): Promise<number>;
declare const steps: readonly (() => Promise<void>)[];
type Fate = { kind: 'ok' } | { kind: 'drop' } | { kind: 'dead' };

export function floats(): void {
  work(); // no-floating-promises
  work().then(() => 1); // no-floating-promises
  for (const step of steps) step(); // no-floating-promises
  steps.map((step) => step()); // no-floating-promises
}
export function misuses(): object {
  if (work()) return {}; // no-misused-promises
  steps.forEach(async (step) => step()); // no-misused-promises
  createServer(async () => { await work(); }); // no-misused-promises
  return { ...work() }; // no-misused-promises
}
export async function awaitsNothing(): Promise<void> {
  await 1; // await-thenable
}
export function incomplete(fate: Fate): number {
  switch (fate.kind) { // switch-exhaustiveness-check
    case 'ok': return 1;
    case 'drop': return 2;
  }
  return 3;
}
export function hidesInDefault(kind: Fate['kind']): number {
  switch (kind) { // switch-exhaustiveness-check
    case 'ok': return 1;
    default: return 2;
  }
}
export async function isFine(fate: Fate): Promise<number> {
  await Promise.all(steps.map((step) => step()));
  work().catch(() => 1);
  switch (fate.kind) {
    case 'ok':
    case 'drop':
      return 1;
    case 'dead':
      return 2;
    default:
      return fate satisfies never;
  }
}
`;
const SERVER = 'export declare function createServer(listener: () => void): void;\n';

const expected = PLANTED.split('\n').flatMap((line, index) => {
  const rule = / \/\/ ([\w-]+)$/.exec(line)?.[1];
  return rule === undefined ? [] : [`${index + 1} typescript(${rule})`];
});

interface Report {
  readonly number_of_files: number;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly labels: readonly { readonly span: { readonly line: number } }[];
  }[];
}

it('`npm run lint` finds floating and misused promises and incomplete switches', { timeout: TOOL_MS }, async () => {
  const planted = [
    file('src/planted.ts', PLANTED),
    file('src/server.ts', SERVER),
    file(
      'tsconfig.json',
      JSON.stringify({ extends: join(ROOT, 'tsconfig.base.json'), compilerOptions: { types: [] } }),
    ),
  ];
  const output = await withProject(planted, (root) =>
    outputOf('oxlint', ['--config', CONFIG, '--type-aware', '--format', 'json', root], ROOT),
  );
  const found = (JSON.parse(output) as Report).diagnostics.map(({ code, labels }) => `${labels[0]?.span.line} ${code}`);
  expect(found.toSorted()).toEqual(expected.toSorted());
  expect(expected).toHaveLength(11);
});

it('`npm run lint` reads every file, tests and scripts included, and `npm test` runs it', async () => {
  // Without the types it counts the same files and is quick.
  const { number_of_files } = JSON.parse(await outputOf('oxlint', ['--format', 'json'], ROOT)) as Report;
  expect(number_of_files).toBe(readRepository().filter(({ path }) => READ_BY_OXLINT.test(path)).length);
  expect(scripts.lint).toMatch(/\boxlint --type-aware --deny-warnings\b/);
  expect(readSuites().map(({ name }) => name)).toContain('lint');
});
