import { z } from 'zod';
import { DedupKey } from './system-id.ts';

const Keys = z.array(DedupKey).min(1);
const Expires = z.iso.date().describe('The first UTC day on which the entry may be forgotten.');
const SystemName = z.string().describe('application/telemetry type/system key');

/** The keys that an observation has used up, and where it stands among the observations of its system. */
export const SeenObservation = z.object({
  keys: Keys,
  expires: Expires,
  system: SystemName,
  observed_at: z.iso.datetime(),
  received_at: z.iso.datetime(),
});
export type SeenObservation = z.infer<typeof SeenObservation>;

/** That a request has passed, and what it has erased. */
export const SeenRequest = z.object({
  keys: Keys.describe(
    'One, which stands for the request; it also tells the time after an erasure from the time before.',
  ),
  expires: Expires,
  erased: z.array(SystemName).describe('The systems, with * for all telemetry types; none where it was an export.'),
  until: z.iso.date().describe('The last UTC day for which something may have been counted before it.'),
  received_at: z.iso.datetime(),
});
export type SeenRequest = z.infer<typeof SeenRequest>;

/** One entry of dedup's journal. Dedup's memory is made of these entries and of nothing else. */
export const SeenRecord = z.union([SeenObservation, SeenRequest]);
export type SeenRecord = z.infer<typeof SeenRecord>;
