import { parseArgs } from 'node:util';

export const PART_NAMES = ['http', 'stages', 'freshness', 'memory', 'recovery', 'summaries', 'portal'] as const;
export type PartName = (typeof PART_NAMES)[number];

export const HELP = `Usage: npm run bench -- [${PART_NAMES.join('|')}]... [options]

Measures the real processes against real Kafka, PostgreSQL and InfluxDB on this machine; all parts by default.

  --rounds n     http: interleaved rounds of each server, default 3
  --seconds n    http, portal: length of a round, default 8
  --records n    stages: records to work off, about, default 200000
  --keys n       memory: keys in the store, default 10000000
  --systems n    summaries: systems that report on the day, default 1000000
  --outage n     recovery: seconds that a store is away, default 30 (the aim is about 120)
  --profile DIR  stages: a CPU profile of each process goes to DIR
  --json FILE    also writes everything that was measured as JSON`;

export interface Settings {
  readonly parts: readonly PartName[];
  readonly rounds: number;
  readonly seconds: number;
  readonly records: number;
  readonly keys: number;
  readonly systems: number;
  /** Seconds. */
  readonly outage: number;
  readonly profile: string | undefined;
  readonly json: string | undefined;
}

/** Thrown where the command line cannot be understood. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** Reads the command line; undefined where it asks for help. Throws an ArgumentError. */
export function readSettings(argv: readonly string[]): Settings | undefined {
  const { values, positionals } = parse(argv);
  if (values.help) return undefined;
  const unknown = positionals.filter((name) => !isPart(name));
  if (unknown.length > 0) throw new ArgumentError(`no part is called ${unknown.join(', ')}\n\n${HELP}`);
  const chosen = PART_NAMES.filter((name) => positionals.length === 0 || positionals.includes(name));
  return {
    parts: chosen,
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    records: positive('records', values.records),
    keys: positive('keys', values.keys),
    systems: positive('systems', values.systems),
    outage: positive('outage', values.outage),
    profile: values.profile,
    json: values.json,
  };
}

function parse(argv: readonly string[]) {
  const number = (text: string) => ({ type: 'string', default: text }) as const;
  const options = {
    help: { type: 'boolean', short: 'h', default: false },
    rounds: number('3'),
    seconds: number('8'),
    records: number('200000'),
    keys: number('10000000'),
    systems: number('1000000'),
    outage: number('30'),
    profile: { type: 'string' },
    json: { type: 'string' },
  } as const;
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new ArgumentError(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  }
}

const isPart = (name: string): name is PartName => PART_NAMES.some((known) => known === name);

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new ArgumentError(`--${name} takes a whole number above zero`);
  return value;
}
