import { z } from 'zod';
import { ApplicationName, TelemetryType } from './envelope.ts';
import { SystemId, SystemKey } from './system-id.ts';

/** What the owner of a system may ask for: that all that is held of it is deleted, or handed out. */
export const REQUEST_KINDS = ['erasure', 'export'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** The header that tells a request from telemetry, in all topics in which the two travel together; its value is the kind. */
export const REQUEST_HEADER = 'request';

/** Who says, each for itself, that an erasure has been carried out. An export is carried out by `postgres` alone. */
export const RECEIPT_STORES = ['postgres', 'influx', 'summaries'] as const;
export type ReceiptStore = (typeof RECEIPT_STORES)[number];

/**
 * What receipts and documents are filed under: a hash of the request's id. The id itself, which opens them, is known to
 * the one who asked and to nobody else; no topic, table or log has it.
 */
export const Receipt = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .brand<'Receipt'>();
export type Receipt = z.infer<typeof Receipt>;

/** The body of `POST /v1/erasures` and `POST /v1/exports`. Knowing the system id is what entitles to ask. */
export const SourceRequest = z.strictObject({
  application: ApplicationName.describe('The source that the system reported to.'),
  telemetry_type: TelemetryType.optional().describe('One of its telemetry types; all of them where it is missing.'),
  system_id: SystemId.describe('The id that the system sends in its reports.'),
});
export type SourceRequest = z.infer<typeof SourceRequest>;

const travelling = {
  request: z.enum(REQUEST_KINDS),
  receipt: Receipt,
  application: ApplicationName,
  telemetry_type: TelemetryType.optional().describe('Missing: all telemetry types of the application.'),
  received_at: z.iso.datetime().describe('What was received until then is meant.'),
};

/** A request on its way through `raw`, in the partition of its system, behind all that was accepted of it before. */
export const RawRequest = z.object({ ...travelling, system_id: SystemId });
export type RawRequest = z.infer<typeof RawRequest>;

/** The same from the sanitizer on. A system has a second key where a definition keeps its id as it is. */
export const SystemRequest = z.object({ ...travelling, system_keys: z.array(SystemKey).min(1).max(2) });
export type SystemRequest = z.infer<typeof SystemRequest>;
