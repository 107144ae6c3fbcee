import { createPool } from '@heliograph/postgres';
import type { Entry, Rejected } from '@heliograph/postgres/sink';
import { createRegister, type Definition, type Observation, type Period } from '@heliograph/schema';
import { testDatabase, testRuntime } from '@heliograph/testkit';
import type { Pool } from 'pg';
import type { Fate, LatestWriter } from '../src/latest.ts';
import { createLatestWriter } from '../src/latest-writer.postgres.ts';
import { createStoredDailyWork } from '../src/publish/daily-work.postgres.ts';
import { tables } from '../src/tables.postgres.ts';

const HOUR_MS = 3_600_000;
const GRACE_PERIODS = { graceMs: HOUR_MS, keepMs: 24 * HOUR_MS };
const NAMES = ['latest', 'days', 'positions', 'published', 'systems', 'months', 'spans', 'outbox'];

export interface SummaryDatabase {
  readonly url: string;
  readonly pool: Pool;
  writer(): LatestWriter;
  /** Takes a batch in as partition 0's next, and returns what became of each entry. */
  take(entries: readonly Entry<Observation>[]): Promise<(Fate | Rejected)['kind'][]>;
  /** Does what is due at `now`, with an hour of grace and a day of keeping. */
  work(now: string, definitions: readonly Definition[]): Promise<void>;
  /** Empties all tables. */
  clear(): Promise<void>;
  /** What definitions ask for, of days or of other periods. */
  published(...periods: readonly Period[]): Promise<Record<string, unknown>[]>;
  /** What is published of what definitions do not have. */
  unregistered(): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

const TABLES = { name: 'summarizer', prepare: tables.prepare };

/** A fresh database with the summarizer's tables. */
export async function summaryDatabase(): Promise<SummaryDatabase> {
  const database = await testDatabase(TABLES);
  const pool = createPool(database.url, 'test');
  const writer = () => createLatestWriter({ pool, consumer: 'g', topic: 'telemetry.observations.v1' });
  async function published(where: string, periods: readonly Period[]): Promise<Record<string, unknown>[]> {
    const { rows } = await pool.query(
      `SELECT p.*, p.start::text FROM summary.published AS p WHERE period = ANY ($1) AND ${where}
       ORDER BY period, p.start, application, telemetry_type, channel, name`,
      [periods.length === 0 ? ['day'] : periods],
    );
    return rows;
  }
  return {
    url: database.url,
    pool,
    writer,
    async take(entries) {
      const from = await writer().position(0);
      const span = { partition: 0, from, next: from + BigInt(entries.length) };
      const { fates, commit } = await writer().write(entries, span);
      await commit();
      return fates.map(({ kind }) => kind);
    },
    async work(now, definitions) {
      const work = createStoredDailyWork({
        pools: { writing: pool, counting: pool },
        register: createRegister(definitions),
        log: testRuntime().log,
        now: () => Date.parse(now),
        ...GRACE_PERIODS,
      });
      await work(new AbortController().signal);
    },
    published: (...periods) => published("kind <> 'unregistered'", periods),
    unregistered: () => published("kind = 'unregistered'", []),
    async clear() {
      await pool.query(`TRUNCATE ${NAMES.map((table) => `summary.${table}`).join(', ')}`);
    },
    async drop() {
      await pool.end();
      await database.drop();
    },
  };
}
