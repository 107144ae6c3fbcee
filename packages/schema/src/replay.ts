import { z } from 'zod';
import { DeadLetterHeaders, DeadReason } from './dead-letter.ts';

const Place = z.string().regex(/^.+\/\d+\/\d+$/);

/** The headers that a dead letter delivered again has beside those of the original record, as far as the sinks. */
export const ReplayHeaders = z.object({
  'dead.attempts': DeadLetterHeaders.shape['dead.attempts'],
  'replay.stage': z.string().describe('The one stage that it is meant for: the one that gave it up.'),
  'replay.letter': Place.describe('topic/partition/offset of the dead letter.'),
});
export type ReplayHeaders = z.infer<typeof ReplayHeaders>;

/** That a dead letter has been delivered again; written in the transaction that delivers it. */
export const ReplayRecord = z.object({
  letter: Place.describe('topic/partition/offset of the dead letter.'),
  to: z.string().describe('The topic that it was delivered to, in the same partition.'),
  reason: DeadReason,
  stage: z.string(),
  attempts: z.int().min(1).describe('How often it had been given up by then.'),
  failed_at: z.iso.datetime().describe('Of the dead letter: tells it from another in a topic that was made anew.'),
  replayed_at: z.iso.datetime(),
});
export type ReplayRecord = z.infer<typeof ReplayRecord>;
