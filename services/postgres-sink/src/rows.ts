import type { Observation } from '@heliograph/schema';
import { type Dead, dead } from '@heliograph/stream';

/** The columns of telemetry.observations, in the order of a row's values. */
export const COLUMNS = [
  'day',
  'id',
  'application',
  'telemetry_type',
  'schema_version',
  'channel',
  'system_key',
  'time',
  'observed_at',
  'received_at',
  'clock_clamped',
  'payload',
  'removed',
] as const;

/** One row of telemetry.observations, each value as PostgreSQL reads it from text; none is null. */
export type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** The row that an observation becomes, or why PostgreSQL could not hold it. */
export function toRow(observation: Observation): { row: Row } | { dead: Dead } {
  const { payload, where } = payloadText(observation);
  if (where !== undefined) return { dead: dead('store_rejected', where) };
  return {
    row: {
      day: observation.day,
      // PostgreSQL prints UUIDs in lower case; rows are found again by what it prints.
      id: observation.id.toLowerCase(),
      application: observation.application,
      telemetry_type: observation.telemetry_type,
      schema_version: String(observation.schema_version),
      channel: observation.channel,
      system_key: observation.system_key,
      time: observation.time,
      observed_at: observation.observed_at,
      received_at: observation.received_at,
      clock_clamped: String(observation.clock_clamped),
      payload,
      removed: JSON.stringify((observation.removed ?? []).filter(isStorable)),
    },
  };
}

/** The payload as JSON, and what of the observation cannot be stored. Nested thousands deep it is more than we can walk. */
function payloadText(observation: Observation): { payload: string; where?: string | undefined } {
  try {
    const payload = JSON.stringify(observation.payload);
    return { payload, where: misfit(observation, payload) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { payload: '', where: '/payload: nested too deeply' };
  }
}

/** In JSON text: an escaped NUL or an escaped surrogate, which JSON.stringify writes for a lone one only. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/;

function misfit({ day, time, system_key, payload }: Observation, payloadText: string): string | undefined {
  if (day < '0001') return '/day: there is no year 0';
  if (!isStorable(time)) return '/time: not text that PostgreSQL can hold';
  if (!isStorable(system_key)) return '/system_key: not text that PostgreSQL can hold';
  const pointer = SUSPICIOUS.test(payloadText) ? unstorable(payload, '/payload') : undefined;
  return pointer === undefined ? undefined : `${pointer}: not text that PostgreSQL can hold`;
}

/** Neither text nor jsonb can hold a NUL character or half a surrogate pair. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** The JSON pointer of the first text that cannot be stored; that of the object where it is one of its keys. */
function unstorable(value: unknown, pointer: string): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : pointer;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (!isStorable(key)) return pointer;
    const found = unstorable(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
