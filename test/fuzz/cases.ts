import { randomFrom } from '../../packages/devtools/src/random.ts';
import type { FuzzTarget } from './target.ts';

/** Where a case comes from: it can be made again from this alone. */
export interface CaseId {
  readonly seed: string;
  readonly target: string;
  readonly number: number;
}

export function inputOf(target: FuzzTarget, { seed, number }: CaseId): Buffer {
  return target.generate(randomFrom(`fuzz/${seed}/${target.name}/${number}`));
}

const MOST_BYTES_SHOWN = 4_096;

/** How to run one case again, and what it is. */
export function reproducer({ seed, target, number }: CaseId, input: Uint8Array): string {
  const shown = Buffer.from(input.subarray(0, MOST_BYTES_SHOWN)).toString('base64');
  return [
    `  again: npm run test:fuzz -- --seed ${seed} --target ${target} --case ${number}`,
    `  input (${input.length} bytes, the first ${Math.min(input.length, MOST_BYTES_SHOWN)} in base64): ${shown}`,
  ].join('\n');
}
