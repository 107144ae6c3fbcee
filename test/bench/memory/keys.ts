import { z } from 'zod';

export const KeysInput = z.object({ keys: z.int() });

/** What a process with nothing but the store found out about itself. */
export const KeysResult = z.object({
  keys: z.int(),
  /** Resident memory that the keys have added, and the most that it was on the way there. */
  addedMiB: z.number(),
  peakMiB: z.number(),
  addsPerSecond: z.number(),
  looksPerSecond: z.number(),
});
export type KeysResult = z.infer<typeof KeysResult>;
