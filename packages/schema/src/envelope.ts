import { z } from 'zod';
import { SystemId, SystemKey } from './system-id.ts';

const Name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/, 'up to 64 lower-case letters, digits, dots, dashes or underscores');

export const ApplicationName = Name;
export const TelemetryType = Name;
export const Channel = z.enum(['production', 'development']);
export type Channel = z.infer<typeof Channel>;

const Day = z.iso.date();
const UtcTimestamp = z.iso.datetime();

/** What a source sends: the wrapper of seed 004, with an optional id that makes sending again safe. */
export const SourceEnvelope = z.object({
  id: z.uuid().nullish().describe('A UUID of your choice. Send the same one again after a 429 or 503.'),
  application: ApplicationName.describe('The source, as registered in its definition.'),
  telemetry_type: TelemetryType.describe('Which of the application’s reports this is.'),
  schema_version: z.int().min(1).max(1_000_000).nullish().describe('Version of the payload’s shape; 1 by default.'),
  time: z.string().max(40).describe('When the source took the measurement, RFC 3339 with up to nanoseconds.'),
  payload: z.unknown().describe('What the definition registers; an array where it says each_element.'),
});
export type SourceEnvelope = z.infer<typeof SourceEnvelope>;

const travelling = {
  id: z.uuid(),
  application: ApplicationName,
  telemetry_type: TelemetryType,
  schema_version: z.int(),
  channel: Channel,
  time: z.string().describe('The sender’s own text; its nanoseconds survive to InfluxDB.'),
  observed_at: UtcTimestamp.describe('`time` in UTC where it is believable, else `received_at`.'),
  received_at: UtcTimestamp,
  day: Day.describe('The UTC day of observed_at: the day this report counts for.'),
  clock_clamped: z.boolean().describe('True where `time` was not believable and `received_at` was taken instead.'),
};

/** One report of one system as accepted by the gateway; may hold personal data. */
export const RawRecord = z.object({ ...travelling, system_id: SystemId, payload: z.unknown() });
export type RawRecord = z.infer<typeof RawRecord>;

/** The same after sanitising: only what the definition allows, and a keyed hash in place of the id. */
export const Observation = z.object({
  ...travelling,
  system_key: SystemKey,
  payload: z.record(z.string(), z.unknown()),
  removed: z
    .array(z.string().max(200))
    .max(20)
    .optional()
    .describe('Where something stood that is not registered, and never what; * for a segment that may be data.'),
});
export type Observation = z.infer<typeof Observation>;
