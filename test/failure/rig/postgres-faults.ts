import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Ends a fault. */
export type Undo = () => Promise<void>;

/** What can go wrong in a PostgreSQL that runs. Each resolves when it is so. */
export interface PostgresFaults {
  /** Every transaction of every session, old or new, is read-only (25006). */
  readOnly(): Promise<Undo>;
  /** The services' role may not log in any more (28000), and its sessions are ended. */
  refuseLogins(): Promise<Undo>;
  /** Holds a table under ACCESS EXCLUSIVE: whoever wants it waits. */
  lock(table: string): Promise<Undo>;
  /** Every write to a table fails with an SQLSTATE; 53100 is a full disk. */
  failWrites(table: string, sqlstate: string): Promise<Undo>;
}

const WARDEN = 'warden';

/** `url` leads to the server past any proxy, as its superuser. The faults work through a role of their own. */
export async function createPostgresFaults(url: string): Promise<PostgresFaults> {
  const [{ username: role }, password] = [new URL(url), randomBytes(16).toString('hex')];
  await query(url, `DROP ROLE IF EXISTS ${WARDEN}`, `CREATE ROLE ${WARDEN} SUPERUSER LOGIN PASSWORD '${password}'`);
  const own = new URL(url);
  [own.username, own.password] = [WARDEN, password];
  const ask = (...statements: string[]) => query(own.href, 'SET default_transaction_read_only = off', ...statements);

  async function fault(begin: readonly string[], end: readonly string[]): Promise<Undo> {
    await ask(...begin);
    return () => ask(...end);
  }

  return {
    readOnly: () =>
      fault(
        ['ALTER SYSTEM SET default_transaction_read_only = on', 'SELECT pg_reload_conf()'],
        ['ALTER SYSTEM RESET default_transaction_read_only', 'SELECT pg_reload_conf()'],
      ),
    refuseLogins: () =>
      fault(
        [
          `ALTER ROLE ${role} NOLOGIN`,
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`,
        ],
        [`ALTER ROLE ${role} LOGIN`],
      ),
    failWrites: (table, sqlstate) => {
      const raise = `BEGIN RAISE EXCEPTION 'a fault' USING ERRCODE = '${sqlstate}'; END`;
      return fault(
        [
          `CREATE OR REPLACE FUNCTION public.fault() RETURNS trigger LANGUAGE plpgsql AS $$ ${raise} $$`,
          `CREATE TRIGGER fault BEFORE INSERT OR UPDATE ON ${table} EXECUTE FUNCTION public.fault()`,
        ],
        [`DROP TRIGGER IF EXISTS fault ON ${table}`],
      );
    },
    async lock(table) {
      const client = new pg.Client({ connectionString: own.href });
      client.on('error', () => undefined); // Where the server goes down, so does the lock.
      await client.connect();
      await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      return () => client.end().catch(() => undefined);
    },
  };
}

/** Each statement by itself: ALTER SYSTEM has to stand outside of a transaction. */
async function query(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
