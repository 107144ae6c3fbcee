import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { isClean, playAll } from './present.ts';
import { SCENARIOS, scenarioNamed } from './scenarios.ts';

const HELP = `npm run test:failure -- [--long] [--seed text] [--scenario name]... [--keep folder] [--quiet]

Breaks a running system in every way we know, under load, and accounts for every record afterwards.
--keep keeps the data and logs of each scenario below a folder.

Scenarios: ${SCENARIOS.map(({ name }) => name).join(', ')}`;

const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    scenario: { type: 'string', multiple: true, default: SCENARIOS.map(({ name }) => name) },
    keep: { type: 'string' },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const print = (text: string) => void process.stdout.write(`${text}\n`);

if (values.help) {
  print(HELP);
} else {
  const { seed, keep, quiet, scenario, long } = values;
  print(`The ${long ? 'long' : 'short'} run; repeat it with --seed ${seed}${long ? ' --long' : ''}`);
  const length = long ? 'long' : 'short';
  const results = await playAll(scenario.map(scenarioNamed), { length, seed, keep, quiet, print });
  process.exitCode = results.every(isClean) ? 0 : 1;
}
