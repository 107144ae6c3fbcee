import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { fuzzAll } from './present.ts';

const HELP = `npm run test:fuzz -- [--bytes n] [--seed text] [--target name]... [--case number]

Gives the gateway's parsers strange input: nine tenths of the bytes (10,000,000 by default) in this process, the rest over HTTP
to a gateway with a Kafka. A failure is printed with what makes it again.`;

const { values } = parseArgs({
  options: {
    bytes: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    target: { type: 'string', multiple: true },
    case: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const print = (text: string) => void process.stdout.write(`${text}\n`);

if (values.help) {
  print(HELP);
} else {
  const { bytes, seed, target: only, case: number } = values;
  const one = number === undefined ? {} : { number: Number(number) };
  const isClean = await fuzzAll({ seed, budgetBytes: Number(bytes), only, ...one, env: process.env, print });
  process.exitCode = isClean ? 0 : 1;
}
