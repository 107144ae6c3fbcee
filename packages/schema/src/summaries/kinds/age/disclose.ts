import type { Bucket } from '../../contract/numbers.ts';
import { disclosePartition } from '../../disclosure/partition.ts';

/**
 * Which buckets of ages may be told of, of `of` systems that reported. Those of less than a day are what the figure of kind
 * `systems` calls new: they and all others are the coarser level, for its rule for `new` is this one.
 */
export function discloseAges(buckets: readonly Bucket[], of: number, threshold: number): Bucket[] {
  const isNew = ({ to }: Bucket) => to === 1;
  return [...disclosePartition({ groups: buckets, of }, threshold, [isNew]).shown].toSorted(
    (a, b) => (a.from ?? 0) - (b.from ?? 0),
  );
}
