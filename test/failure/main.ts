import { randomBytes } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { examples, table } from './ledger/report.ts';
import { type Played, play } from './play.ts';
import type { Length, Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

const HELP = `npm run test:failure -- [--long] [--seed text] [--scenario name]... [--keep folder] [--quiet]

Breaks a running system in every way we know, under load, and accounts for every record afterwards.
--keep keeps the data and logs of each scenario below a folder.

Scenarios: ${SCENARIOS.map(({ name }) => name).join(', ')}`;

const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    scenario: { type: 'string', multiple: true, default: [] },
    keep: { type: 'string' },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const { seed, keep, scenario: names } = values;
const length: Length = values.long ? 'long' : 'short';
const print = (text: string) => void process.stdout.write(`${text}\n`);

if (values.help) {
  print(HELP);
} else {
  const wanted = names.map(named);
  const results: Played[] = [];
  print(`The ${length} run. Repeat it with --seed ${seed}${values.long ? ' --long' : ''}`);
  for (const scenario of wanted.length > 0 ? wanted : SCENARIOS) results.push(await show(scenario));
  print(`\n${table(results)}`);
  process.exitCode = results.every(isClean) ? 0 : 1;
}

async function show(scenario: Scenario): Promise<Played> {
  print(`\n${scenario.name}: ${scenario.what}`);
  const say = values.quiet ? () => {} : (line: string) => print(`  ${line}`);
  const folder = keep === undefined ? {} : { dataDir: join(keep, scenario.name.replaceAll(' ', '-')) };
  const result = await play({ scenario, length, seed, env: process.env, say, ...folder });
  print(table([result]));
  const wrong = [examples(result), ...result.objections].filter((text) => text !== '');
  for (const text of wrong) print(text);
  if (keep !== undefined) await appendFile(join(keep, 'results.md'), `${[table([result]), ...wrong].join('\n')}\n`);
  return result;
}

function named(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`there is no scenario "${name}"; there are ${SCENARIOS.map((s) => s.name)}`);
  return found;
}

function isClean({ verdict, objections }: Played): boolean {
  return verdict.clean && objections.length === 0;
}
