import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** One part of `npm test`. */
export interface Suite {
  /** A script of package.json, and its arguments. */
  readonly name: string;
  /** What the shell runs. */
  readonly command: string;
  readonly budgetSeconds: number;
}

const Budget = z.record(z.string(), z.number().positive());
const Package = z.object({ scripts: z.record(z.string(), z.string()) });

/**
 * The suites in the order in which budget.json names them, each with the command of its script. Throws if a script is
 * missing.
 */
export function suitesOf(budget: unknown, packageJson: unknown): Suite[] {
  const { scripts } = Package.parse(packageJson);
  return Object.entries(Budget.parse(budget)).map(([name, budgetSeconds]) => {
    const [script = '', ...words] = name.split(' ');
    const command = scripts[script];
    if (command === undefined) throw new Error(`test/budget.json names ${script}, which is no script of package.json`);
    return { name, command: [command, ...words].join(' '), budgetSeconds };
  });
}

/** Those of this repository. */
export function readSuites(): Suite[] {
  const read = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
  return suitesOf(read('test/budget.json'), read('package.json'));
}
