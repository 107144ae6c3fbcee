const numerically = new Intl.Collator('en', { numeric: true });

/** Oldest first: 3.9 before 3.21, 15-SP2 before 15-SP10. */
export const byVersion = (a: string, b: string): number => numerically.compare(a, b);
