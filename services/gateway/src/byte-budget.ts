/** A bound on the bytes of bodies that are held at once, over all requests. */
export interface ByteBudget {
  /** False, and nothing taken, where that would be too much. */
  take(bytes: number): boolean;
  release(bytes: number): void;
  readonly taken: number;
}

export function createByteBudget(limit: number): ByteBudget {
  let taken = 0;
  return {
    take(bytes) {
      if (taken + bytes > limit) return false;
      taken += bytes;
      return true;
    },
    release(bytes) {
      taken -= bytes;
    },
    get taken() {
      return taken;
    },
  };
}
