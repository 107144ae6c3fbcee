/** The value below which the fraction `at` (0 to 1) of the values lies, by nearest rank; NaN where there are none. */
export function percentile(sorted: ArrayLike<number>, at: number): number {
  return sorted[Math.max(0, Math.ceil(at * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle one; of an even number the lower of the two, so that it is one that was measured. */
export function median(values: readonly number[]): number {
  return percentile(values.toSorted(ascending), 0.5);
}

export const ascending = (a: number, b: number) => a - b;
