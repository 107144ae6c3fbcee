import type { Random } from '../../packages/devtools/src/random.ts';

/** A parser under test. Each input is a sequence of bytes, which is what the budget counts and a reproducer shows. */
export interface FuzzTarget {
  readonly name: string;
  generate(random: Random): Buffer;
  /**
   * Gives what became of it: codes, or words. Throws where the parser does what it must not do; an error of the parser
   * itself is such a thing.
   */
  check(input: Buffer): string | readonly string[];
}

/** Thrown where an answer is not as documented. */
class Violation extends Error {
  override readonly name = 'Violation';
}

export function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Violation(what);
}
