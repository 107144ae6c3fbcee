import { z } from 'zod';

/** Why a record can never be processed. A closed list: tests hold it equal to docs/operations.md. */
export const DEAD_REASONS = [
  'not_json',
  'invalid_envelope',
  'unknown_definition',
  'not_approved',
  'store_rejected',
  'dedup_window_expired',
  'record_too_large',
] as const;
export type DeadReason = (typeof DEAD_REASONS)[number];

/** Names that reasons had before: dead letters with them are kept for two weeks, and records of their replay for a month. */
const RENAMED_REASONS = { not_an_envelope: 'invalid_envelope', window_over: 'dedup_window_expired' } as const;
const isRenamed = (reason: string): reason is keyof typeof RENAMED_REASONS => Object.hasOwn(RENAMED_REASONS, reason);

/** Reads the old names as the new ones. */
export const DeadReason = z.preprocess(
  (reason) => (typeof reason === 'string' && isRenamed(reason) ? RENAMED_REASONS[reason] : reason),
  z.enum(DEAD_REASONS),
);

/** The headers that a dead letter has beside those of the original record; values are UTF-8 text. */
export const DeadLetterHeaders = z.object({
  'dead.reason': DeadReason,
  'dead.detail': z.string().max(500).describe('What was wrong and where; never a value of the payload.'),
  'dead.stage': z.string().describe('The service that gave up.'),
  'dead.group': z.string().describe('Its consumer group.'),
  'dead.origin': z
    .string()
    .regex(/^.+\/\d+\/\d+$/)
    .describe('topic/partition/offset of the original record.'),
  'dead.attempts': z
    .string()
    .regex(/^\d+$/)
    .describe('How often the record has been dead-lettered, this time included.'),
  'dead.failed_at': z.iso.datetime(),
  'dead.version': z.string().describe('Version of the service that gave up.'),
});
export type DeadLetterHeaders = z.infer<typeof DeadLetterHeaders>;
