import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, testKafka } from '@heliograph/testkit';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OwnPostgres, startOwnPostgres } from './own-postgres.ts';
import { type RunningSink, runSink } from './running-sink.ts';
import { type StallingProxy, startStallingProxy } from './stalling-proxy.ts';

/** The shortest that a broker allows; a member that is silent for longer loses its partitions. */
const SESSION_TIMEOUT_MS = 6000;

let postgres: OwnPostgres;
let proxy: StallingProxy;
let sink: RunningSink;
let expected: string[] = [];

beforeAll(async () => {
  postgres = await startOwnPostgres();
  const url = new URL(postgres.url);
  proxy = await startStallingProxy({ host: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  sink = await runSink({ ...testKafka('outage'), sessionTimeoutMs: SESSION_TIMEOUT_MS }, url.href);
  await sink.ready();
});

afterAll(async () => {
  await sink?.stop();
  await proxy?.close();
  await postgres?.remove();
});

async function storedIds(): Promise<string[]> {
  return (await postgres.admin('SELECT id FROM telemetry.observations')).map(({ id }) => String(id)).sort();
}

const endSessions = () =>
  postgres.onServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${postgres.role}'`);

const reload = () => postgres.admin('SELECT pg_reload_conf()');

/** Holds a lock that every write needs, from a connection of its own. */
async function holdLock(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query('BEGIN; LOCK TABLE telemetry.systems IN ACCESS EXCLUSIVE MODE');
  return () => client.end();
}

/** Makes every write fail with this SQLSTATE, thrown by the server where such an error would be. */
async function failWith(sqlstate: string): Promise<() => Promise<unknown>> {
  await postgres.admin(`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'from a trigger' USING ERRCODE = '${sqlstate}'; END $$;
    CREATE TRIGGER fail BEFORE INSERT ON telemetry.systems EXECUTE FUNCTION fail()`);
  return () => postgres.admin('DROP FUNCTION fail CASCADE');
}

const role = (change: string) => postgres.admin(`ALTER ROLE ${postgres.role} ${change}`);

/** Each breaks the store and returns what mends it. */
const OUTAGES: readonly [name: string, cause: string, breakIt: () => Promise<() => Promise<unknown>>][] = [
  [
    'is stopped, for longer than the session time-out',
    'postgres_connection',
    async () => {
      await postgres.power.stop();
      return async () => {
        await sleep(SESSION_TIMEOUT_MS + 1000);
        await postgres.power.start();
      };
    },
  ],
  [
    'is killed',
    'postgres_connection',
    async () => {
      await postgres.power.kill();
      return () => postgres.power.start();
    },
  ],
  [
    'is read-only',
    'postgres_read_only',
    async () => {
      await postgres.admin('ALTER SYSTEM SET default_transaction_read_only = on');
      await reload();
      return async () => {
        await postgres.admin('ALTER SYSTEM RESET default_transaction_read_only');
        await reload();
      };
    },
  ],
  ['is slow: a statement takes too long', 'postgres_slow', holdLock],
  [
    'says nothing at all',
    'postgres_slow',
    async () => {
      proxy.stall();
      return async () => proxy.flow();
    },
  ],
  [
    'does not let the role log in',
    'postgres_login',
    async () => {
      await role('NOLOGIN');
      await endSessions();
      return () => role('LOGIN');
    },
  ],
  [
    'has another password',
    'postgres_login',
    async () => {
      await role("PASSWORD 'another'");
      await endSessions();
      return () => role(`PASSWORD '${postgres.role}'`);
    },
  ],
  [
    'has no connection left',
    'postgres_full',
    async () => {
      await role('CONNECTION LIMIT 0');
      await endSessions();
      return () => role('CONNECTION LIMIT -1');
    },
  ],
  [
    'does not let the role write',
    'postgres_forbidden',
    async () => {
      await postgres.admin(`REVOKE INSERT ON telemetry.systems FROM ${postgres.role}`);
      return () => postgres.admin(`GRANT INSERT ON telemetry.systems TO ${postgres.role}`);
    },
  ],
  [
    'lacks the database',
    'postgres_missing',
    async () => {
      const rename = (from: string, to: string) => postgres.onServer(`ALTER DATABASE ${from} RENAME TO ${to}`);
      await postgres.onServer(`ALTER DATABASE ${postgres.role} ALLOW_CONNECTIONS false`);
      await endSessions();
      await rename(postgres.role, 'aside');
      return async () => {
        await rename('aside', postgres.role);
        await postgres.onServer(`ALTER DATABASE ${postgres.role} ALLOW_CONNECTIONS true`);
      };
    },
  ],
  ['has a full disk', 'postgres_full', () => failWith('53100')],
  ['finds a deadlock', 'postgres_conflict', () => failWith('40P01')],
  ['cannot serialize', 'postgres_conflict', () => failWith('40001')],
];

it.each(OUTAGES)(
  'waits visibly while PostgreSQL %s (%s), and then stores all of it once',
  async (_, cause, breakIt) => {
    const mend = await breakIt();
    try {
      expected = [...expected, ...(await sink.publish(25))].sort();
      await sink.waitsFor(cause);
    } finally {
      await mend();
    }
    await eventually(async () => (await storedIds()).length >= expected.length, 30_000);
    await sink.ready();
    expect(await storedIds()).toEqual(expected);
    expect(await sink.deadLetters()).toEqual([]);
    expect(sink.failures).toEqual([]);
    // Nobody took the partition away meanwhile.
    expect(sink.joins()).toBe(1);
  },
);
