import { createPool } from '@heliograph/postgres';
import { PositionMovedError } from '@heliograph/postgres/sink';
import { classify } from '@heliograph/stream';
import { anObservation, eventually, jsonPayloads, testDatabase } from '@heliograph/testkit';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POSTGRES_SINK_ERRORS } from '../src/errors.ts';
import { createPartitions } from '../src/partitions.postgres.ts';
import { createRowWriter } from '../src/row-writer.postgres.ts';
import type { RowWriter } from '../src/row-writer.ts';
import { type Row, toRow } from '../src/rows.ts';
import { TABLES } from './sink-database.ts';

const stored = { kind: 'stored' };
const alreadyStored = { kind: 'already_stored' };

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: Pool;

beforeAll(async () => {
  database = await testDatabase(TABLES);
  pool = createPool(database.url, 'test');
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(async () => {
  await pool.query('TRUNCATE telemetry.observations, telemetry.systems, telemetry.positions');
});

const writer = (): RowWriter =>
  createRowWriter({
    pool,
    partitions: createPartitions(pool),
    consumer: 'g',
    topic: 'telemetry.observations.v1',
    now: Date.now,
  });

const span = (from: bigint, next: bigint, own = from) => ({ partition: 3, from, next, own });

function rowOf(given: Parameters<typeof anObservation>[0]): Row {
  const made = toRow(anObservation(given));
  if ('dead' in made) throw new Error(made.dead.detail);
  return made.row;
}

async function writeAll(to: RowWriter, rows: Row[], from: bigint, next: bigint, own = from) {
  const { fates, commit } = await to.write(rows, span(from, next, own));
  await commit();
  return fates;
}

async function count(table: string): Promise<number> {
  const { rows } = await pool.query(`SELECT count(*)::int AS n FROM telemetry.${table}`);
  return rows[0].n;
}

describe('writing rows', () => {
  it('stores the position with the rows', async () => {
    const to = writer();
    expect(await to.position(3)).toBe(0n);
    expect(await writeAll(to, [rowOf({}), rowOf({})], 5n, 7n, 0n)).toEqual([stored, stored]);
    expect(await to.position(3)).toBe(7n);
    expect(await to.position(4)).toBe(0n);
    expect(await count('observations')).toBe(2);
  });

  it('stores a batch once, however often it comes', async () => {
    const rows = [rowOf({}), rowOf({})];
    expect(await writeAll(writer(), rows, 0n, 2n)).toEqual([stored, stored]);
    expect(await writeAll(writer(), [...rows, rowOf({})], 2n, 5n)).toEqual([alreadyStored, alreadyStored, stored]);
    expect(await count('observations')).toBe(3);
  });

  it('stores a row once that is in a batch twice', async () => {
    const row = rowOf({ id: '018F4E9A-0000-7000-8000-0000000000AA' });
    expect(await writeAll(writer(), [row, rowOf({}), row], 0n, 3n)).toEqual([stored, stored, alreadyStored]);
    expect(await count('observations')).toBe(2);
  });

  it('moves the position where a batch holds no row', async () => {
    expect(await writeAll(writer(), [], 0n, 4n)).toEqual([]);
    expect(await writer().position(3)).toBe(4n);
  });

  it('leaves nothing behind after a rollback', async () => {
    const { rollback } = await writer().write([rowOf({})], span(0n, 1n));
    await rollback();
    expect(await writer().position(3)).toBe(0n);
    expect([await count('observations'), await count('systems')]).toEqual([0, 0]);
  });

  it('reads back as what was sent, whatever the payload holds', async () => {
    const payloads = fc.sample(jsonPayloads(), 300);
    const rows = payloads.flatMap((payload) => {
      const made = toRow(anObservation({ payload }));
      return 'row' in made ? [made.row] : [];
    });
    expect(rows.length).toBeGreaterThan(100);
    expect(await writeAll(writer(), rows, 0n, 300n)).toEqual(rows.map(() => stored));
    const found = await pool.query<{ id: string; payload: unknown }>('SELECT id, payload FROM telemetry.observations');
    const byId = new Map(found.rows.map(({ id, payload }) => [id, payload]));
    for (const { id, payload } of rows) expect(byId.get(id)).toEqual(JSON.parse(payload));
  });
});

describe('two writers of one partition', () => {
  it('refuses the one whose position is behind, and writes nothing of it', async () => {
    await writeAll(writer(), [rowOf({})], 0n, 10n);
    await expect(writer().write([rowOf({})], span(5n, 8n))).rejects.toThrow(PositionMovedError);
    expect(await writer().position(3)).toBe(10n);
    expect(await count('observations')).toBe(1);
  });

  it('lets the second wait for the first, and then refuses it', async () => {
    const to = writer();
    const first = await to.write([rowOf({})], span(0n, 3n));
    const second = expect(to.write([rowOf({})], span(0n, 3n))).rejects.toThrow(PositionMovedError);
    await first.commit();
    await second;
    expect(await count('observations')).toBe(1);
  });

  it('takes a batch that starts past the position: offsets have gaps', async () => {
    await writeAll(writer(), [rowOf({})], 0n, 10n);
    expect(await writeAll(writer(), [rowOf({})], 12n, 13n, 10n)).toEqual([stored]);
  });

  it.each([
    ['to an earlier position', 'UPDATE telemetry.positions SET next_offset = 4'],
    ['to before the first batch', 'DELETE FROM telemetry.positions'],
  ])('refuses to write where the store has gone back %s', async (_, goBack) => {
    await writeAll(writer(), [rowOf({})], 0n, 10n);
    await pool.query(goBack);
    await expect(writer().write([rowOf({})], span(12n, 13n, 10n))).rejects.toThrow(PositionMovedError);
    expect(await count('observations')).toBe(1);
  });
});

describe('a row that PostgreSQL refuses', () => {
  const bad = () => ({ ...rowOf({}), observed_at: '0000-01-01T00:00:00.000Z' });
  const rejected = { kind: 'rejected', sqlstate: '22008' };

  it.each([
    ['alone', [0], 1],
    ['first', [0], 7],
    ['last', [6], 7],
    ['among others', [2, 3, 8], 11],
  ])('is found %s, and the others are stored', async (_, places, size) => {
    const rows = Array.from({ length: size }, (_, i) => (places.includes(i) ? bad() : rowOf({ system_key: `s${i}` })));
    const fates = await writeAll(writer(), rows, 0n, 20n);
    expect(fates).toEqual(rows.map((_, i) => (places.includes(i) ? rejected : stored)));
    expect(await count('observations')).toBe(size - places.length);
    expect(await count('systems')).toBe(size - places.length);
    expect(await writer().position(3)).toBe(20n);
  });
});

describe('a connection that is lost', () => {
  it.each(['commit', 'rollback'] as const)('before %s leaves nothing behind and the process alive', async (action) => {
    const pending = await writer().write([rowOf({})], span(0n, 1n));
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND state = 'idle in transaction'`,
    );
    if (action === 'commit') await expect(pending.commit()).rejects.toThrow();
    else await pending.rollback();
    expect(await count('observations')).toBe(0);
    expect(await writeAll(writer(), [rowOf({})], 0n, 1n)).toEqual([stored]);
  });

  it('in the middle of a write is an error that may be tried again', async () => {
    const blocker = await pool.connect();
    await blocker.query('BEGIN; LOCK TABLE telemetry.systems IN ACCESS EXCLUSIVE MODE');
    const verdict = writer()
      .write([rowOf({})], span(0n, 1n))
      .then(
        () => 'written',
        (error: unknown) => classify(error, POSTGRES_SINK_ERRORS).kind,
      );
    await eventually(async () => {
      const { rowCount } = await pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rowCount === 1;
    });
    await blocker.query('ROLLBACK');
    blocker.release();
    expect(await verdict).toBe('retryable');
    expect(await count('observations')).toBe(0);
  });
});
