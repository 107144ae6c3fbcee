import { createPool } from '@heliograph/postgres';
import { classify } from '@heliograph/stream';
import { aDefinition, anObservation, testDatabase, testRuntime } from '@heliograph/testkit';
import type { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { POSTGRES_SINK_ERRORS } from '../src/errors.ts';
import { createExpiredRows } from '../src/expired.postgres.ts';
import { applyRetention } from '../src/housekeeping.ts';
import { createPartitions } from '../src/partitions.postgres.ts';
import { createRowWriter } from '../src/row-writer.postgres.ts';
import { toRow } from '../src/rows.ts';
import { tables } from '../src/tables.postgres.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: Pool;

beforeEach(async () => {
  database = await testDatabase();
  pool = createPool(database.url, 'test');
  await tables.prepare(database.url);
});

afterEach(async () => {
  await pool.end();
  await database.drop();
});

async function partitions(): Promise<string[]> {
  const { rows } = await pool.query(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits
     WHERE inhparent = 'telemetry.observations'::regclass ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

describe('day partitions', () => {
  it('are created once, by any number of processes at a time', async () => {
    const days = ['2026-11-20', '2026-11-21', '2026-11-20'];
    await Promise.all([1, 2, 3].map(() => createPartitions(pool).ensure(days)));
    await createPartitions(pool).ensure([...days, '9999-12-31']);
    expect(await partitions()).toEqual([
      'telemetry.observations_20261120',
      'telemetry.observations_20261121',
      'telemetry.observations_99991231',
    ]);
  });

  it('are created while a batch is being written', async () => {
    const ours = createPartitions(pool);
    const writer = createRowWriter({ pool, partitions: ours, consumer: 'g', topic: 't', now: Date.now });
    const pending = await writer.write(rowsOn('2026-11-21'), { partition: 0, from: 0n, next: 1n });
    await createPartitions(pool).ensure(['2026-11-22']);
    await pending.commit();
    expect(await partitions()).toHaveLength(2);
  });

  it('are dropped when no definition keeps them, and others are left alone', async () => {
    const ours = createPartitions(pool);
    await ours.ensure(['2026-10-21', '2026-10-22', '2026-11-21']);
    await pool.query(`CREATE TABLE telemetry.archive PARTITION OF telemetry.observations
                      FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')`);
    const house = {
      register: { definitions: [aDefinition({ retention: '30d' })] },
      partitions: ours,
      expired: createExpiredRows(pool, ours),
      log: testRuntime().log,
      now: () => Date.parse('2026-11-21T10:00:00.000Z'),
    };
    await applyRetention(house, new AbortController().signal);
    expect(await partitions()).toEqual([
      'telemetry.archive',
      'telemetry.observations_20261022',
      'telemetry.observations_20261121',
    ]);
  });

  it('come back when a day arrives that another process has dropped', async () => {
    const ours = createPartitions(pool);
    const writer = createRowWriter({ pool, partitions: ours, consumer: 'g', topic: 't', now: Date.now });
    await ours.ensure(['2026-11-21']);
    await createPartitions(pool).dropBefore('2026-12-01');
    const write = () => writer.write(rowsOn('2026-11-21'), { partition: 0, from: 0n, next: 1n });
    const verdict = await write().then(
      () => 'written',
      (error: unknown) => classify(error, POSTGRES_SINK_ERRORS),
    );
    expect(verdict).toEqual({ kind: 'retryable', cause: 'partition_missing' });
    const { fates, commit } = await write();
    await commit();
    expect(fates).toEqual([{ kind: 'stored' }]);
  });
});

function rowsOn(day: string) {
  const made = toRow(anObservation({ day }));
  return 'row' in made ? [made.row] : [];
}
