import type { FuzzTarget } from './target.ts';

const planted = (name: string, check: (input: Buffer) => string): FuzzTarget => ({
  name,
  generate: (random) => Buffer.alloc(10, Math.floor(random() * 256)),
  check,
});
const held: Buffer[] = [];
const kept: unknown[] = [];

/** What the fuzzer has to find: for its own test. */
export const TARGETS: readonly FuzzTarget[] = [
  planted('throws', (input) => {
    if ((input[0] ?? 0) > 250) throw new Error('the byte is large');
    return 'small';
  }),
  planted('hangs', (input) => {
    while ((input[0] ?? 0) > 250) held.length = 0;
    return 'small';
  }),
  planted('leaks', (input) => {
    kept.push(Array.from({ length: 100_000 }, (_, i) => `${input[0]} ${i}`));
    return 'kept';
  }),
];
