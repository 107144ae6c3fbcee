import type { ValueCount } from '../contract/numbers.ts';
import { isEnough, isSafe } from './threshold.ts';

/**
 * Which of some values may be told of that a system, of `of` that reported, may have several of: members of a list, paths.
 * Each is a partition of its own, into those that have it and those that have it not. What is shown of one says nothing of
 * another, as long as nobody is told how many have any of them.
 */
export function discloseOverlapping(values: readonly ValueCount[], of: number, threshold: number): ValueCount[] {
  return values
    .filter(({ systems }) => isEnough(systems, threshold) && isSafe(of - systems, threshold))
    .toSorted(byFrequency);
}

/** Most frequent first; by code unit where the frequency is the same, so that the order of the input does not matter. */
export const byFrequency = (a: ValueCount, b: ValueCount): number => b.systems - a.systems || byText(a.value, b.value);

/** By code unit: the same on every machine. */
export const byText = (a: string | null, b: string | null): number => ((a ?? '') < (b ?? '') ? -1 : 1);
