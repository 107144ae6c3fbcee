import { hasReceipt, writeDocument, writeReceipt } from '@heliograph/postgres';
import { OF_SYSTEMS, systemsOf } from '@heliograph/postgres/sink';
import type { SystemRequest } from '@heliograph/schema';
import type { PoolClient } from 'pg';

export const ERASE_OBSERVATIONS = `DELETE FROM telemetry.observations WHERE ${OF_SYSTEMS}`;
export const ERASE_SYSTEMS = `DELETE FROM telemetry.systems WHERE ${OF_SYSTEMS}`;

/** A pseudonym as a text of JSON: 128 bits in base64url, of whose last character only two bits are used. */
const PSEUDONYM = '"[A-Za-z0-9_-]{21}[AQgw]"(?!:)';

/**
 * One JSON text: every row, the oldest first, as PostgreSQL writes it, so that no number is changed; without pseudonyms, or
 * who may ask for any system could find what stands for a guessed id or value. $4 is what else is to be said, $5 how many
 * bytes of rows there may be; where that is too few, the oldest are left out.
 */
export const COLLECT = `
  WITH held AS (
    SELECT regexp_replace((to_jsonb(o) - '{id,system_key}'::text[])::text, '${PSEUDONYM}', '"[pseudonym]"', 'g') AS line,
      observed_at, received_at, id
    FROM telemetry.observations AS o WHERE ${OF_SYSTEMS}
  ), counted AS (
    SELECT *, sum(octet_length(line)) OVER (ORDER BY observed_at DESC, received_at DESC, id DESC) <= $5::bigint AS fits
    FROM held
  )
  SELECT json_build_object(
    'application', $1::text,
    'telemetry_type', $3::text,
    'received_at', $4::json->'received_at',
    'made_at', $4::json->'made_at',
    'expires_at', $4::json->'expires_at',
    'not_in_here', $4::json->'not_in_here',
    'systems', (
      SELECT coalesce(json_agg(to_jsonb(s) - '{system_key,last_id}'::text[] ORDER BY telemetry_type, system_key), '[]')
      FROM telemetry.systems AS s WHERE ${OF_SYSTEMS}
    ),
    'observations', (
      SELECT coalesce(json_agg(line::json ORDER BY observed_at, received_at, id), '[]') FROM counted WHERE fits
    ),
    'observations_left_out', (SELECT count(*) FROM counted WHERE NOT fits)
  )::text AS document`;

/** For as long a document can be fetched. */
const DOCUMENT_KEPT_MS = 86_400_000;

/**
 * Five years of a report of 16 KiB a day. The document is held in memory here and, for each reader, in the portal; what a
 * system that reports without end has beyond that is counted in the document, and an operator can hand it out.
 */
const MOST_BYTES = 32 * 1024 * 1024;

const NOT_IN_HERE = [
  'The keyed hashes under which the system and some of its values are stored: [pseudonym] stands for such a value.',
  'The topics of the log hold the same reports until their retention ends.',
  'InfluxDB holds a copy of some fields of the same reports.',
  'Published figures count many systems; nothing of one system can be told from them.',
];

export interface RequestOptions {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** How large the rows of a document may be, in bytes. */
  readonly mostBytes?: number | undefined;
}

/**
 * Carries out a request within the transaction of its batch: whatever stands before it in the log is there, and nothing of
 * what comes after. Doing so again changes nothing. Rejects with errors of the store.
 */
export async function applyRequest(client: PoolClient, request: SystemRequest, options: RequestOptions): Promise<void> {
  const { receipt, received_at: receivedAt } = request;
  switch (request.request) {
    case 'erasure':
      await erase(client, request);
      break;
    case 'export':
      // Once: read again from the log weeks later, it would hand out again what is over after 24 hours.
      if (await hasReceipt(client, { receipt, store: 'postgres' })) return;
      await exportSystem(client, request, options);
      break;
    default:
      request.request satisfies never;
  }
  await writeReceipt(client, { receipt, store: 'postgres', request: request.request, receivedAt });
}

/** Also where it has been done before: what came before it may have been stored again since. */
async function erase(client: PoolClient, request: SystemRequest): Promise<void> {
  await client.query(ERASE_OBSERVATIONS, systemsOf(request));
  await client.query(ERASE_SYSTEMS, systemsOf(request));
}

async function exportSystem(
  client: PoolClient,
  request: SystemRequest,
  { nowMs, mostBytes = MOST_BYTES }: RequestOptions,
) {
  const { receipt, received_at } = request;
  const [made_at, expires_at] = [new Date(nowMs), new Date(nowMs + DOCUMENT_KEPT_MS)];
  const about = JSON.stringify({ received_at, made_at, expires_at, not_in_here: NOT_IN_HERE });
  const { rows } = await client.query<{ document: string }>(COLLECT, [...systemsOf(request), about, mostBytes]);
  for (const { document } of rows) await writeDocument(client, { receipt, document, expiresAt: expires_at });
}
