import { fileURLToPath } from 'node:url';
import { createRegister, type Definition, type Observation } from '@heliograph/schema';
import { createPool, migrate } from '@heliograph/service-kit';
import { testDatabase, testRuntime } from '@heliograph/testkit';
import type { Pool } from 'pg';
import { createDailyWork } from '../src/daily-work.ts';
import { countDay } from '../src/figures.postgres.ts';
import type { Fate, LatestWriter } from '../src/latest.ts';
import { createLatestWriter } from '../src/latest-writer.postgres.ts';
import { createPublisher } from '../src/publisher.postgres.ts';

const HOUR_MS = 3_600_000;
const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

export interface SummaryDatabase {
  readonly url: string;
  readonly pool: Pool;
  writer(): LatestWriter;
  /** Takes a batch in as partition 0's next, and returns what became of each observation. */
  take(observations: readonly Observation[]): Promise<Fate['kind'][]>;
  /** Does what is due at `now`, with an hour of grace and a day of keeping. */
  work(now: string, definitions: readonly Definition[]): Promise<void>;
  published(): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

/** A fresh database with the summarizer's tables. */
export async function summaryDatabase(): Promise<SummaryDatabase> {
  const database = await testDatabase();
  await migrate(database.url, MIGRATIONS, 'summary');
  const pool = createPool(database.url, 'test');
  const writer = () => createLatestWriter({ pool, consumer: 'g', topic: 'telemetry.observations.v1' });
  return {
    url: database.url,
    pool,
    writer,
    async take(observations) {
      const from = (await writer().position(0)) ?? 0n;
      const span = { partition: 0, from, next: from + BigInt(observations.length) };
      const { fates, commit } = await writer().write(observations, span);
      await commit();
      return fates.map(({ kind }) => kind);
    },
    async work(now, definitions) {
      const work = createDailyWork({
        register: createRegister(definitions),
        publisher: createPublisher(pool),
        count: (key, summaries) => countDay(pool, key, summaries),
        log: testRuntime().log,
        now: () => Date.parse(now),
        graceMs: HOUR_MS,
        keepMs: 24 * HOUR_MS,
      });
      await work(new AbortController().signal);
    },
    async published() {
      const { rows } = await pool.query(
        'SELECT p.*, p.day::text FROM summary.published AS p ORDER BY p.day, application, telemetry_type, channel, name',
      );
      return rows;
    },
    async drop() {
      await pool.end();
      await database.drop();
    },
  };
}
