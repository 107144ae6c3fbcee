import type { RawRecord, SystemId } from '@heliograph/schema';

/** A record but for its payload: for what the rules make of a payload, whoever sends it and when. */
export const BARE_RECORD = {
  id: '00000000-0000-4000-8000-000000000000',
  application: 'application',
  telemetry_type: 'type',
  schema_version: 1,
  channel: 'production',
  time: '2026-11-21T10:00:00Z',
  observed_at: '2026-11-21T10:00:00.000Z',
  received_at: '2026-11-21T10:00:00.000Z',
  day: '2026-11-21',
  clock_clamped: false,
  system_id: 'a-system' as SystemId,
} as const satisfies Omit<RawRecord, 'payload'>;
