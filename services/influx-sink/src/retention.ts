import type { Definition } from '@heliograph/schema';
import type { ReadRetention } from './bucket.ts';
import type { PointRemover } from './deletions.ts';

/** What sees to it that points go when their definition keeps them no longer. */
export interface Retention {
  /** May be done again at any time, by any number of processes. Rejects with errors of the store. */
  apply(definition: Definition): Promise<void>;
}

export interface BucketRetentionOptions {
  readonly remover: PointRemover;
  /** Of the bucket that all measurements share. */
  readonly readRetention: ReadRetention;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** In a bucket: by its own retention where a definition has the same, else by deleting what is older. */
export function createBucketRetention({ remover, readRetention, now }: BucketRetentionOptions): Retention {
  return {
    async apply({ influx: { measurement }, retention }) {
      const kept = await readRetention();
      if (kept !== undefined && kept <= retention) return;
      await remover.remove({ measurement, beforeMs: now() - retention });
    },
  };
}
