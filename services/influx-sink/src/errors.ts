import { pgErrors } from '@heliograph/postgres';
import { type ErrorTable, errorCode } from '@heliograph/stream';
import { BucketTooShort } from './bucket.ts';
import { ErasureIncomplete } from './deletions.ts';
import type { PointFate } from './points.ts';
import { ReceiptUnwritten } from './receipts.ts';

/**
 * What of InfluxDB may be tried again. A wrong token or bucket is among it on purpose: the partition waits and readiness
 * says why, until somebody mends the setting or the server; no report is lost and the process does not flap.
 */
export const INFLUX_SINK_ERRORS: ErrorTable = [
  ...receiptErrors(),
  {
    kind: 'retryable',
    cause: 'influx_retention',
    because: 'the bucket would lose points before their time; an operator gives it a longer retention',
    matches: (error) => error instanceof BucketTooShort,
  },
  {
    kind: 'retryable',
    cause: 'influx_erasure_incomplete',
    because: 'the server still has points of a system after it has deleted them; deleting again changes nothing else',
    matches: (error) => error instanceof ErasureIncomplete,
  },
  {
    kind: 'retryable',
    cause: 'influx_unauthorized',
    because: 'the token is wrong or was revoked; no fault of any record',
    matches: (error) => statusOf(error) === 401,
  },
  {
    kind: 'retryable',
    cause: 'influx_forbidden',
    because: 'the token may not write to the bucket; no fault of any record',
    matches: (error) => statusOf(error) === 403,
  },
  {
    kind: 'retryable',
    cause: 'influx_not_found',
    because: 'the organisation, bucket or database does not exist, or not yet; no fault of any record',
    matches: (error) => statusOf(error) === 404,
  },
  {
    kind: 'retryable',
    cause: 'influx_busy',
    because: 'the server asks to be asked later: too many requests, or it is starting',
    matches: (error) => [408, 425, 429, 503].includes(statusOf(error)),
  },
  {
    kind: 'retryable',
    cause: 'influx_failed',
    because: 'a fault of the server or of a proxy before it; writing a point again changes nothing',
    matches: (error) => statusOf(error) >= 500,
  },
  {
    kind: 'retryable',
    cause: 'influx_full',
    because: 'the server holds as many series as it is set to; room can be made without touching the records',
    matches: isFull,
  },
  {
    kind: 'retryable',
    cause: 'influx_refusing',
    because:
      'even a write without a line, or a delete, is refused: something before the server, or a setting, is wrong',
    matches: (error) => ABOUT_LINES.includes(statusOf(error)),
  },
  {
    kind: 'retryable',
    cause: 'influx_timeout',
    because: 'no answer in time, or half of one; writing a point again changes nothing',
    matches: (error) => error instanceof Error && ['RequestTimedOutError', 'AbortError'].includes(error.name),
  },
  {
    kind: 'retryable',
    cause: 'influx_connection',
    because: 'the server is down, moving or unreachable; it comes back',
    matches: (error) => NETWORK.includes(errorCode(error)),
  },
];

/** PostgreSQL is asked for receipts alone, and what its errors are called depends on that: both stores have connections. */
function receiptErrors(): ErrorTable {
  const missing = {
    kind: 'retryable',
    cause: 'receipts_missing',
    because: 'the tables of receipts do not exist, or not yet; whoever may make tables makes them at its start',
    matches: (error: unknown) => ['42P01', '3F000'].includes(errorCode(error)),
  } as const;
  return [...pgErrors, missing].map((entry) => ({
    ...entry,
    matches: (error) => error instanceof ReceiptUnwritten && entry.matches(error.cause),
  }));
}

const NETWORK = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'ENOTFOUND',
  'EAI_AGAIN',
];

/** The statuses that speak of the lines themselves: malformed or of a wrong type (400, 422), too many bytes (413). */
const ABOUT_LINES = [400, 413, 422];

/** Limits of 1.x on what it holds; the line that meets one is as good as those before it. */
const LIMITS = /max-values-per-tag|max-series-per-database/;

/** What 1.x and 2.x say of a line that they refuse, and what is passed on of it: no names, no values. */
const KNOWN_REFUSALS = [
  ['field type conflict', 'a field is of another type than it was before'],
  ['time outside range', 'a time that InfluxDB cannot hold'],
  ['unable to parse', 'not line protocol'],
] as const;

/** What 1.x and 2.x say of a line whose time is before all that they keep. */
const TOO_OLD = ['beyond retention policy', 'outside retention policy'];

/** What becomes of a line that the server refuses. */
export type Refusal = Exclude<PointFate, { kind: 'stored' }>;

/** Why the server refuses some of the lines that it was sent; undefined where the error is about something else. */
export function refusal(error: unknown): Refusal | undefined {
  const status = statusOf(error);
  if (!ABOUT_LINES.includes(status) || isFull(error)) return undefined;
  const text = error instanceof Error ? error.message : '';
  if (TOO_OLD.some((phrase) => text.includes(phrase))) return { kind: 'too_old' };
  const known = KNOWN_REFUSALS.find(([phrase]) => text.includes(phrase));
  return { kind: 'rejected', why: known === undefined ? `HTTP ${status}` : `HTTP ${status}: ${known[1]}` };
}

/** Of how many lines the server says that it has refused them; it may know of more. Undefined where it gives no number. */
export function refusedLines(error: unknown): number | undefined {
  const text = error instanceof Error ? error.message : '';
  const [, count] = /partial write: .*dropped[= ](\d+)/s.exec(text) ?? [];
  return count === undefined ? undefined : Number(count);
}

function isFull(error: unknown): boolean {
  return ABOUT_LINES.includes(statusOf(error)) && error instanceof Error && LIMITS.test(error.message);
}

/** The HTTP status of the client's HttpError; 0 where the error is no answer of a server. */
function statusOf(error: unknown): number {
  return error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 0;
}
