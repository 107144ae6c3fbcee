import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StackError } from '@heliograph/local-stack';
import { examples, table } from './ledger/report.ts';
import { type Played, play } from './play.ts';
import type { Length, Scenario } from './scenario.ts';

export interface Show {
  readonly length: Length;
  readonly seed: string;
  /** Where data, logs and results are kept; by default nowhere. */
  readonly keep?: string | undefined;
  readonly quiet: boolean;
  print(text: string): void;
}

/** Plays scenarios one after the other and prints what came of each. True where all are clean; one that breaks off is not. */
export async function playAll(scenarios: readonly Scenario[], show: Show): Promise<boolean> {
  const results: Played[] = [];
  let clean = true;
  for (const scenario of scenarios) {
    try {
      const result = await present(scenario, show);
      results.push(result);
      clean &&= isClean(result);
    } catch (error) {
      clean = false;
      show.print(`${scenario.name} broke off: ${causeOf(error)}`);
    }
  }
  if (scenarios.length > 1) show.print(`\n${table(results)}`);
  if (!clean) show.print(`\nNot clean. Repeat it: ${repeat(scenarios, show)}`);
  return clean;
}

/** What a machine lacks is no fault of the code: one line says what and how to get it. */
function causeOf(error: unknown): string {
  if (error instanceof StackError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function present(scenario: Scenario, { length, seed, keep, quiet, print }: Show): Promise<Played> {
  print(`\n${scenario.name}: ${scenario.what}`);
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s`;
  const say = quiet ? () => {} : (line: string) => print(`${seconds()}  ${line}`);
  const folder = keep === undefined ? {} : { dataDir: join(keep, scenario.name.replaceAll(' ', '-')) };
  const result = await play({ scenario, length, seed, env: process.env, say, ...folder });
  const report = [table([result]), examples(result), ...result.objections].filter((text) => text !== '').join('\n');
  print(report);
  if (keep !== undefined) await appendFile(join(keep, 'results.md'), `${report}\n`);
  return result;
}

/** Nothing lost, nothing twice, nothing unexplained, and nothing else to object to. */
function isClean({ verdict, objections }: Played): boolean {
  return verdict.clean && objections.length === 0;
}

function repeat(scenarios: readonly Scenario[], { seed, length }: Show): string {
  const names = scenarios.map(({ name }) => ` --scenario ${name.includes(' ') ? `"${name}"` : name}`).join('');
  return `npm run test:failure -- --seed ${seed}${length === 'long' ? ' --long' : ''}${names}`;
}
