import type { ServiceName } from '@heliograph/schema';
import pg from 'pg';
import { canonical } from './canonical.ts';
import type { ActiveDay, ReceiptSeen, Seen, SystemSeen } from './evidence.ts';

/** As the topics have it: ISO 8601 in UTC with milliseconds. */
const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const ROWS = `
  SELECT 'postgresql' AS at, id::text AS name, application, telemetry_type AS "telemetryType",
    schema_version AS "schemaVersion", channel, system_key AS "systemKey", time, ${iso('observed_at')} AS "observedAt",
    ${iso('received_at')} AS "receivedAt", day::text AS day, clock_clamped AS "clockClamped", payload
  FROM telemetry.observations`;

const SYSTEM_ROWS = `
  SELECT 'telemetry.systems' AS at, concat_ws('/', application, telemetry_type, system_key) AS system,
    last_id::text AS name, ${iso('last_seen')} AS "observedAt", ${iso('first_seen')} AS "firstSeen"
  FROM telemetry.systems`;

const LATEST_ROWS = `
  SELECT 'summary.latest' AS at, concat_ws('/', application, telemetry_type, system_key, channel, day::text) AS system,
    id::text AS name, ${iso('observed_at')} AS "observedAt"
  FROM summary.latest`;

const ACTIVE_DAYS = `
  SELECT concat_ws('/', application, telemetry_type, system_key, channel, (month + bit)::text) AS system
  FROM summary.months CROSS JOIN generate_series(0, 30) AS bit WHERE days & (1 << bit) <> 0`;

const RECEIPTS = `
  SELECT receipt, store, request AS kind, ${iso('received_at')} AS "receivedAt" FROM requests.receipts`;

interface Tables {
  readonly rows: Seen[];
  readonly systemRows: SystemSeen[];
  readonly latestRows: SystemSeen[];
  readonly activeDays: ActiveDay[];
  readonly receipts: ReceiptSeen[];
}

/** Reads the tables whole. Rejects where PostgreSQL cannot be reached. */
export function readPostgres(url: string): Promise<Tables> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<Omit<Seen, 'payload'> & { payload: unknown }>(ROWS);
    return {
      rows: rows.map((row) => ({ ...row, payload: canonical(row.payload) })),
      systemRows: (await client.query<SystemSeen>(SYSTEM_ROWS)).rows,
      latestRows: (await client.query<SystemSeen>(LATEST_ROWS)).rows,
      activeDays: (await client.query<ActiveDay>(ACTIVE_DAYS)).rows,
      receipts: (await client.query<ReceiptSeen>(RECEIPTS)).rows,
    };
  });
}

export interface Counts {
  readonly rows: number;
  readonly receipts: number;
  /** How many of the systems asked for have a row, and how many the summarizer has. */
  readonly stored: number;
  readonly summarised: number;
}

/** Counts rows, and how many of these systems have come through. */
export function countPostgres(url: string, systemKeys: readonly string[]): Promise<Counts> {
  const count = (table: string, where = '') => `(SELECT count(*)::int FROM ${table} ${where})`;
  const query = `SELECT ${count('telemetry.observations')} AS rows, ${count('requests.receipts')} AS receipts,
    ${count('telemetry.systems', 'WHERE system_key = ANY($1)')} AS stored,
    ${count('(SELECT DISTINCT system_key FROM summary.latest WHERE system_key = ANY($1)) AS found')} AS summarised`;
  return withClient(url, async (client) => {
    const { rows } = await client.query<Counts>(query, [systemKeys]);
    return rows[0] ?? { rows: 0, receipts: 0, stored: 0, summarised: 0 };
  });
}

const POSITIONS: Readonly<Partial<Record<ServiceName, string>>> = {
  'postgres-sink': 'telemetry.positions',
  summarizer: 'summary.positions',
};

/** The position in each partition of a topic (by its full name) of a stage that keeps it in PostgreSQL; undefined of others. */
export async function storedPositions(
  url: string,
  stage: ServiceName,
  topic: string,
): Promise<ReadonlyMap<number, bigint> | undefined> {
  const table = POSITIONS[stage];
  if (table === undefined) return undefined;
  return withClient(url, async (client) => {
    const query = `SELECT partition, next_offset AS next FROM ${table} WHERE topic = $1`;
    const { rows } = await client.query<{ partition: number; next: string }>(query, [topic]);
    return new Map(rows.map(({ partition, next }) => [partition, BigInt(next)]));
  });
}

async function withClient<T>(url: string, action: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A server that goes away between two queries must not end the process that checks on it; the next query rejects.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await action(client);
  } finally {
    await client.end();
  }
}
