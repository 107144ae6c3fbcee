import type { Register } from '@heliograph/schema';
import type { Log } from '@heliograph/stream';

/** Milliseconds, or Infinity; undefined where the server does not tell. Rejects with errors of the store. */
export type ReadRetention = () => Promise<number | undefined>;

/** Thrown where the bucket would lose points, or refuse them, before their definition's retention is over. */
export class BucketTooShort extends Error {
  override readonly name = 'BucketTooShort';
}

/**
 * Returns the check whether the bucket keeps points for as long as the definitions say. It throws BucketTooShort where it
 * does not, and warns, once for each answer, where the retention of the bucket is no safety net under that of definitions.
 */
export function createBucketCheck(register: Register, read: ReadRetention, log: Log): () => Promise<void> {
  let warned: string | undefined;

  return async () => {
    const longest = Math.max(0, ...register.definitions.map(({ retention }) => retention));
    const kept = await read();
    if (kept !== undefined && kept < longest)
      throw new BucketTooShort(`the bucket keeps ${kept} ms of the ${longest} ms of a definition`);
    const warning = warningOf(kept, longest);
    if (warning !== undefined && warning !== warned) log.warn({ kept: String(kept), longest }, warning);
    warned = warning;
  };
}

function warningOf(kept: number | undefined, longest: number): string | undefined {
  if (kept === undefined)
    return 'the token may not read how long the bucket keeps points: nothing shows that it is long enough';
  if (kept === longest) return undefined;
  return 'the bucket keeps points for longer than any definition: what a definition no longer keeps goes by hourly deletes';
}
