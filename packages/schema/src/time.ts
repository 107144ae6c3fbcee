export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|z|[+-]\d\d:\d\d)$/;

/** A point in time: whole milliseconds since the epoch, and the nanoseconds within that millisecond (0 to 999,999). */
export interface Instant {
  readonly epochMs: number;
  readonly subMs: number;
}

/**
 * Reads an RFC 3339 timestamp with up to nine fractional digits; a leap second counts as the second after it.
 * Returns undefined where the text is no such timestamp (a 30 February included): the caller knows what that means.
 */
export function parseRfc3339(text: string): Instant | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match;
  const zoneMinutes = offsetMinutes(zone);
  if (zoneMinutes === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  const nanos = Number(fraction.padEnd(9, '0'));
  const seconds = Number(hour) * 3600 + (Number(minute) - zoneMinutes) * 60 + Number(second);
  return { epochMs: date.getTime() + seconds * 1000 + Math.floor(nanos / 1e6), subMs: nanos % 1e6 };
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/**
 * How many nanoseconds the last digit of an RFC 3339 timestamp stands for, counted from milliseconds on: 1,000,000 of one with
 * milliseconds or less, 1 of one with nine digits.
 */
export function precisionNanos(text: string): number {
  const [, fraction = ''] = /\.(\d{1,9})/.exec(text) ?? [];
  return 10 ** (9 - Math.max(3, fraction.length));
}

/** Nanoseconds since the epoch, as InfluxDB wants them. */
export function epochNanos(instant: Instant): bigint {
  return BigInt(instant.epochMs) * 1_000_000n + BigInt(instant.subMs);
}

/** The UTC day (YYYY-MM-DD) of a moment given in milliseconds since the epoch. */
export function utcDay(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

const UNIT_MS = { s: 1000, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS } as const;

/** Reads `30d`, `36h`, `10m`, `5s` into milliseconds; undefined where the text is no such duration. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  if (match === null) return undefined;
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
}
