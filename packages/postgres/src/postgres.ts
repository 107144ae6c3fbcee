import type { ErrorTable, Log } from '@heliograph/stream';
import { runner } from 'node-pg-migrate';
import pg from 'pg';

/** The pool waits for `onConnect` before it hands out a connection, and hands out none where it rejects; its types omit that. */
type PoolOptions = Omit<pg.PoolConfig, 'onConnect'> & {
  readonly onConnect?: (client: pg.ClientBase) => Promise<void>;
};

const CONNECTION_TIMEOUT_MS = 10_000;

/**
 * A pool that names its service to the server. A connection that breaks says so to whoever uses it, as the error of the
 * query; the event beside it would end the process for nothing.
 */
export function createPool(url: string, service: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `heliograph-${service}`,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    ...options,
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * Brings a schema to the newest of the plain SQL files in `folder`, in the order of their names, under an advisory lock, so
 * that any number of processes may start at once. The list of what has been applied is kept in the schema itself.
 */
export async function migrate(url: string, folder: string, schema: string, log?: Pick<Log, 'debug'>): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'heliograph-migrate',
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    keepAlive: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await runner({
      dbClient: client,
      dir: folder,
      direction: 'up',
      schema,
      createSchema: true,
      migrationsSchema: schema,
      createMigrationsSchema: true,
      migrationsTable: 'migrations',
      count: Number.POSITIVE_INFINITY,
      advisoryLockMode: 'wait',
      log: (message) => log?.debug({ schema }, message),
    });
  } finally {
    await client.end();
  }
}

const codeOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
const starts = (prefix: string) => (error: unknown) => codeOf(error).length === 5 && codeOf(error).startsWith(prefix);
const isOneOf = (codes: readonly string[]) => (error: unknown) => codes.includes(codeOf(error));
const says = (pattern: RegExp) => (error: unknown) => error instanceof Error && pattern.test(error.message);

/** What of PostgreSQL may be tried again. SQLSTATEs: appendix A of its manual. */
export const pgErrors: ErrorTable = [
  {
    kind: 'retryable',
    cause: 'postgres_connection',
    because: 'the server is down, restarting or unreachable; the transaction was not committed or its position says so',
    matches: isOneOf(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN']),
  },
  { kind: 'retryable', cause: 'postgres_connection', because: 'class 08: the connection broke', matches: starts('08') },
  {
    kind: 'retryable',
    cause: 'postgres_connection',
    because: 'the client library has no code for a connection that ended or was not to be had in time',
    matches: says(
      /Connection terminated|timeout exceeded when trying to connect|^timeout expired$|Client has encountered a connection error/,
    ),
  },
  {
    kind: 'retryable',
    cause: 'postgres_restarting',
    because: 'an administrator or a crash ends the sessions; the server comes back',
    matches: isOneOf(['57P01', '57P02', '57P03']),
  },
  {
    kind: 'retryable',
    cause: 'postgres_full',
    because: 'class 53: disk, memory or connections are used up; room can be made without touching the data',
    matches: starts('53'),
  },
  {
    kind: 'retryable',
    cause: 'postgres_conflict',
    because: 'a deadlock or a serialization failure: the same transaction succeeds when it is run again',
    matches: isOneOf(['40001', '40P01', '55P03']),
  },
  {
    kind: 'retryable',
    cause: 'postgres_read_only',
    because: 'a failover or a maintenance mode; writes are taken again afterwards',
    matches: isOneOf(['25006']),
  },
  {
    kind: 'retryable',
    cause: 'postgres_login',
    because: 'class 28: password or permissions are wrong; an operator mends that, and no record is to blame',
    matches: starts('28'),
  },
  {
    kind: 'retryable',
    cause: 'postgres_io',
    because: 'class 58: the server’s own disk failed; no record is to blame',
    matches: starts('58'),
  },
  {
    kind: 'retryable',
    cause: 'postgres_slow',
    because: 'a time-out of the server or of ours, or an administrator, ended the statement; nothing of it lasts',
    matches: isOneOf(['57014', '25P03', '25P04', '57P05']),
  },
  {
    kind: 'retryable',
    cause: 'postgres_forbidden',
    because:
      'a right was withdrawn, or the server’s disk is mounted read-only; an operator mends that, not the records',
    matches: isOneOf(['42501']),
  },
  {
    kind: 'retryable',
    cause: 'postgres_missing',
    because: 'the database was dropped, is yet to be restored, or takes no connections; no fault of any record',
    matches: isOneOf(['3D000', '55000', '57P04']),
  },
  {
    kind: 'retryable',
    cause: 'postgres_connection',
    because: 'the network on our side is down or has no port left; it comes back',
    matches: isOneOf(['ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'ECONNABORTED']),
  },
  {
    kind: 'retryable',
    cause: 'postgres_slow',
    because: 'the client library has no code for its own time-out; the connection is closed, which undoes everything',
    matches: says(/^Query read timeout$/),
  },
];
