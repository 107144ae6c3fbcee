import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { playAll } from './present.ts';
import { waitsUnderWay } from './rig/wait.ts';
import { SCENARIOS, SEPARATE, scenarioNamed } from './scenarios.ts';

const HELP = `npm run test:failure -- [--long] [--seed text] [--scenario name]... [--keep folder] [--quiet]

Injects every kind of fault into a running system under load, and accounts for every record afterwards. Without a name all
scenarios but "mixed" are run; that one is part of npm test and has the faults of all others.
--keep keeps data and logs of each scenario below a folder. Scenarios: ${SCENARIOS.map(({ name }) => name).join(', ')}`;

const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    scenario: { type: 'string', multiple: true, default: SEPARATE.map(({ name }) => name) },
    keep: { type: 'string' },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const print = (text: string) => void process.stdout.write(`${text}\n`);

// Ends what was started: each child is signalled when this process exits.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    print([`ended by ${signal}`, ...waitsUnderWay()].join('\n'));
    process.exit(1);
  });

if (values.help) {
  print(HELP);
} else {
  const { seed, keep, quiet, scenario, long } = values;
  print(`The ${long ? 'long' : 'short'} run with seed ${seed}`);
  const length = long ? 'long' : 'short';
  process.exitCode = (await playAll(scenario.map(scenarioNamed), { length, seed, keep, quiet, print })) ? 0 : 1;
}
