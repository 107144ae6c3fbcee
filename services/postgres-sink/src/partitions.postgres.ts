import { transact } from '@heliograph/postgres';
import type { Pool, PoolClient } from 'pg';

/** The day partitions of telemetry.observations. */
export interface Partitions {
  /** Creates the partitions of these UTC days where they are missing. */
  ensure(days: Iterable<string>): Promise<void>;
  /** Drops the partitions of all days before this one; returns the names of what it dropped. */
  dropBefore(day: string): Promise<string[]>;
  /** The tables of all days before this one, by their full names, the oldest first. */
  before(day: string): Promise<string[]>;
  /** Forgets which partitions exist: another process may have dropped some. */
  forget(): void;
}

/** One process at a time changes the partitions. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtext('telemetry.observations'), hashtext('partitions'))";
/** A drop locks the whole table; rather than hold up writers behind a long query it gives up until the next time. */
const DROP_LOCK_TIMEOUT = "SET LOCAL lock_timeout = '2s'";

const nameOf = (day: string) => `observations_${day.replaceAll('-', '')}`;

/** Rejects with the errors of the store. */
export function createPartitions(pool: Pool): Partitions {
  const known = new Set<string>();
  return {
    async ensure(days) {
      const missing = [...new Set(days)].filter((day) => !known.has(day));
      if (missing.length === 0) return;
      await locked(pool, async (client) => {
        const existing = new Set(await list(client));
        for (const day of missing) if (!existing.has(nameOf(day))) await create(client, day);
      });
      for (const day of missing) known.add(day);
    },
    async dropBefore(day) {
      known.clear();
      return locked(pool, async (client) => {
        const expired = (await list(client)).filter((name) => name < nameOf(day));
        await client.query(DROP_LOCK_TIMEOUT);
        for (const name of expired) await client.query(`DROP TABLE telemetry.${name}`);
        return expired;
      });
    },
    before: async (day) => (await list(pool)).filter((name) => name < nameOf(day)).map((name) => `telemetry.${name}`),
    forget: () => known.clear(),
  };
}

/** Names of letters and digits only, which need no quotes. */
async function list(client: Pick<Pool | PoolClient, 'query'>): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = 'telemetry.observations'::regclass AND relname ~ '^observations_\\d{8}$' ORDER BY relname`,
  );
  return rows.map(({ name }) => name);
}

/** Attaching, unlike CREATE TABLE … PARTITION OF, does not lock out those who read and write other days. */
async function create(client: PoolClient, day: string): Promise<void> {
  const table = `telemetry.${nameOf(day)}`;
  const date = `DATE ${client.escapeLiteral(day)}`;
  await client.query(`CREATE TABLE ${table} (LIKE telemetry.observations INCLUDING ALL)`);
  await client.query(
    `ALTER TABLE telemetry.observations ATTACH PARTITION ${table} FOR VALUES FROM (${date}) TO (${date} + 1)`,
  );
}

function locked<T>(pool: Pool, action: (client: PoolClient) => Promise<T>): Promise<T> {
  return transact(pool, {}, async (client) => {
    await client.query(LOCK);
    return action(client);
  });
}
