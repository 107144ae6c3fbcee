import { type Lease, LeaseLost } from '@heliograph/stream';

/** The lease of somebody whose partition nobody takes away. */
export const held: Lease = { check: () => undefined };

/** A lease that ends after it has been checked `n` times. */
export function lostAfter(n: number): Lease {
  let checks = 0;
  return {
    check() {
      checks += 1;
      if (checks > n) throw new LeaseLost('lost');
    },
  };
}
