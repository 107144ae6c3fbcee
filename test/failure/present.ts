import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/** Plays scenarios one after the other and prints what came of each. */
export async function playAll(scenarios: readonly Scenario[], show: Show): Promise<Played[]> {
  const results: Played[] = [];
  for (const scenario of scenarios) results.push(await present(scenario, show));
  show.print(`\n${table(results)}`);
  return results;
}

async function present(scenario: Scenario, { length, seed, keep, quiet, print }: Show): Promise<Played> {
  print(`\n${scenario.name}: ${scenario.what}`);
  const say = quiet ? () => {} : (line: string) => print(`  ${line}`);
  const folder = keep === undefined ? {} : { dataDir: join(keep, scenario.name.replaceAll(' ', '-')) };
  const result = await play({ scenario, length, seed, env: process.env, say, ...folder });
  const told = [table([result]), examples(result), ...result.objections].filter((text) => text !== '').join('\n');
  print(told);
  if (keep !== undefined) await appendFile(join(keep, 'results.md'), `${told}\n`);
  return result;
}

/** Nothing lost, nothing twice, nothing unexplained, and nothing else to object to. */
export function isClean({ verdict, objections }: Played): boolean {
  return verdict.clean && objections.length === 0;
}
