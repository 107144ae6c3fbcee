import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Switch, startBackingServices } from '@heliograph/local-stack';
import pg from 'pg';

/** A PostgreSQL that belongs to one test file, which may do to it what it likes. */
export interface OwnPostgres {
  /** As the owner of a database of its own, whose rights can be taken away. */
  readonly url: string;
  readonly role: string;
  readonly power: Switch;
  /** Runs statements as superuser in that database, on a connection of their own. */
  admin(sql: string): Promise<Record<string, unknown>[]>;
  /** The same in another database, for what is to be done to that one. */
  onServer(sql: string): Promise<Record<string, unknown>[]>;
  remove(): Promise<void>;
}

const ROLE = 'sink';

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'heliograph-outage-'));
  // PostgreSQL does not run as root and has to enter it.
  await chmod(dataDir, 0o711);
  const { postgres, switches, stop } = await startBackingServices({
    dataDir,
    env: {},
    only: ['postgres'],
    ephemeralPorts: true,
    progress: () => {},
  });
  const at = (user: string, password: string, database: string) => {
    const url = new URL(postgres.url);
    Object.assign(url, { username: user, password, pathname: `/${database}` });
    return url.href;
  };
  const { username, password } = new URL(postgres.url);
  const run = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  await run(postgres.url, `CREATE ROLE ${ROLE} LOGIN PASSWORD '${ROLE}'`);
  // A login that may not make roles finds the portal's there, as operations.md asks for.
  await run(postgres.url, 'CREATE ROLE heliograph_reader NOLOGIN');
  await run(postgres.url, `CREATE DATABASE ${ROLE} OWNER ${ROLE}`);
  return {
    url: at(ROLE, ROLE, ROLE),
    role: ROLE,
    power: switches.postgres,
    admin: (sql) => run(at(username, decodeURIComponent(password), ROLE), sql),
    onServer: (sql) => run(postgres.url, sql),
    async remove() {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
