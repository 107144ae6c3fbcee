import type { Random } from '../../packages/devtools/src/random.ts';

export const below = (random: Random, bound: number) => Math.floor(random() * bound);

export function pick<T>(random: Random, values: readonly [T, ...T[]]): T {
  return values[below(random, values.length)] ?? values[0];
}

/** What breaks parsers: ends of encodings, of numbers, of lines; signs that mean something to somebody. */
const TOKENS: readonly [string, ...string[]] = [
  '\0',
  '\r\n',
  '\r\n\r\n',
  '\\u0000',
  '\\ud800',
  '\ufeff',
  '\u2028',
  '{"__proto__":',
  '[[[[[[[[',
  '1e999',
  '-0',
  '9007199254740993',
  '0x10',
  'NaN',
  '"',
  '\\',
  ',',
  '%00',
  '%2e%2e/',
  '::ffff:',
  'é',
  '😀',
];
const RAW_BYTES: readonly [number[], ...number[][]] = [
  [0xff],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x82],
  [0x1f, 0x8b],
  [0x78, 0x9c],
];

type Mutation = (bytes: Buffer, random: Random) => Buffer;

const splice = (bytes: Buffer, at: number, remove: number, insert: Uint8Array) =>
  Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    const at = below(random, copy.length);
    if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << below(random, 8));
    return copy;
  },
  (bytes, random) => splice(bytes, below(random, bytes.length + 1), 1 + below(random, 8), Buffer.alloc(0)),
  (bytes, random) => bytes.subarray(0, below(random, bytes.length + 1)),
  (bytes, random) => splice(bytes, below(random, bytes.length + 1), 0, Buffer.from(pick(random, TOKENS))),
  (bytes, random) => splice(bytes, below(random, bytes.length + 1), 0, Buffer.from(pick(random, RAW_BYTES))),
  (bytes, random) => {
    const from = below(random, bytes.length + 1);
    const part = bytes.subarray(from, from + 1 + below(random, 64));
    return splice(bytes, below(random, bytes.length + 1), 0, part);
  },
  (bytes, random) => splice(bytes, below(random, bytes.length + 1), 0, Buffer.alloc(1 + below(random, 200), 0x5b)),
];

/** Changes bytes in up to `most` places. */
export function mutateBytes(bytes: Buffer, random: Random, most = 4): Buffer {
  let mutated = bytes;
  for (let left = below(random, most + 1); left > 0; left -= 1) mutated = pick(random, MUTATIONS)(mutated, random);
  return mutated;
}

export function mutateText(text: string, random: Random, most = 3): string {
  return mutateBytes(Buffer.from(text), random, most).toString();
}
