import type { Observation } from '@heliograph/schema';
import { classify, drop, ok } from '@heliograph/stream';
import { anInput, anObservation, aSystemRequest, testDatabase } from '@heliograph/testkit';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from '../src/postgres.ts';
import {
  createSinkHandler,
  createTransactionalWriter,
  PositionMovedError,
  rejectionOf,
  SINK_ERRORS,
  type TransactionalWriter,
} from '../src/sink.ts';

/** A sink of the shortest kind: the systems that have reported, each once, which an erasure deletes. */
type Fate = { readonly kind: 'new' | 'known' | 'erased' };

const OWNER = { consumer: 'group', topic: 'topic' };
const TABLES = `
  CREATE TABLE positions (
    consumer text, topic text, partition integer, next_offset bigint NOT NULL,
    moves integer NOT NULL DEFAULT 7, newest timestamptz, PRIMARY KEY (consumer, topic, partition));
  CREATE TABLE systems (key text PRIMARY KEY CHECK (key <> 'refused'))`;

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: Pool;
/** What the writer of the test was asked for, in order. */
let asked: string[];

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.url, 'test');
  await pool.query(TABLES);
});
beforeEach(async () => {
  asked = [];
  await pool.query('TRUNCATE positions, systems');
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

function createWriter(): TransactionalWriter<Observation, Fate> {
  return createTransactionalWriter<Observation, Fate>({
    pool,
    owner: OWNER,
    positions: { name: 'positions', refreshedColumns: ['moves'], extraColumn: 'newest' },
    extraOf: (entries) => entries.at(-1)?.received_at,
    beforeTransaction: async (entries) => void asked.push(`prepare ${entries.length}`),
    beforeSegments: async (_, entries, segments) => void asked.push(`begin ${entries.length} in ${segments}`),
    async writeRows(client, rows, isFirst) {
      asked.push(`${rows.map(({ system_key }) => system_key).join(' ')}${isFirst ? ' first' : ''}`);
      const fates: Fate[] = [];
      for (const { system_key } of rows) {
        const inserted = await client.query('INSERT INTO systems VALUES ($1) ON CONFLICT DO NOTHING', [system_key]);
        fates.push({ kind: inserted.rowCount === 1 ? 'new' : 'known' });
      }
      return fates;
    },
    async applyRequest(client, { system_keys }) {
      asked.push(`erase ${system_keys.join(' ')}`);
      await client.query('DELETE FROM systems WHERE key = ANY ($1)', [system_keys]);
      return { kind: 'erased' };
    },
    rejectionOf,
  });
}

const write = createSinkHandler<Observation, Fate>({
  writer: { write: (entries, range) => createWriter().write(entries, range) },
  readObservation: (observation) =>
    observation.application === 'other' ? { outcome: drop('not_summarised') } : { entry: observation },
  toOutcome: ({ kind }) => (kind === 'known' ? drop('already_stored') : ok()),
});

const of = (system_key: string, given: object = {}) => anInput(anObservation({ system_key, ...given }));
const erasureOf = (...system_keys: string[]) =>
  anInput(aSystemRequest({ request: 'erasure', system_keys }), { headers: { request: 'erasure' } });
const span = (from: bigint, next: bigint) => ({ partition: 3, from, next });
const short = (outcome: { kind: string; reason?: string }) => outcome.reason ?? outcome.kind;

async function systems(): Promise<string[]> {
  const { rows } = await pool.query<{ key: string }>('SELECT key FROM systems ORDER BY key');
  return rows.map(({ key }) => key);
}

/** The reasons, or kinds, of the outcomes of a batch that is made durable. */
async function take(batch: Parameters<typeof write>[0], from = 0n): Promise<string[]> {
  const { outcomes, commit } = await write(batch, span(from, from + BigInt(batch.length)));
  await commit?.();
  return outcomes.map(short);
}

describe('the transactional sink', () => {
  it('applies a request to what came before it, and to nothing after it', async () => {
    expect(await take([of('a'), of('b'), erasureOf('a', 'c'), of('c'), of('b')])).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
      'already_stored',
    ]);
    expect(asked).toEqual(['prepare 5', 'begin 5 in 3', 'a b first', 'erase a c', 'c b']);
    expect(await systems()).toEqual(['b', 'c']);
  });

  it('gives each record its outcome, also if the store is not asked about it', async () => {
    const batch = [anInput(Buffer.from('{')), of('a'), of('x', { application: 'other' }), of('refused'), of('a')];
    expect(await take(batch)).toEqual(['not_json', 'ok', 'not_summarised', 'store_rejected', 'already_stored']);
  });

  it('undoes a segment with a bad row, and halves it until that row is alone', async () => {
    const outcomes = await take([of('a'), erasureOf('a'), of('b'), of('c'), of('refused'), of('d')]);
    expect(outcomes).toEqual(['ok', 'ok', 'ok', 'ok', 'store_rejected', 'ok']);
    expect(asked.slice(2)).toEqual(['a first', 'erase a', 'b c refused d', 'b c', 'refused d', 'refused', 'd']);
    expect(await systems()).toEqual(['b', 'c', 'd']);
  });

  it('rows after one that is refused alone are the first of the transaction', async () => {
    await take([of('refused'), of('a')]);
    expect(asked.slice(2)).toEqual(['refused a first', 'refused first', 'a first']);
  });

  it('stores the position with its further columns, and nothing after a rollback', async () => {
    const writer = createWriter();
    expect(await writer.position(3)).toBe(0n);
    await take([of('a', { received_at: '2026-11-20T10:00:00.000Z' })]);
    await pool.query('UPDATE positions SET moves = 0');
    const { rollback } = await writer.write([anObservation({ system_key: 'b' })], span(1n, 2n));
    await rollback();
    expect([await writer.position(3), await writer.position(4), await systems()]).toEqual([1n, 0n, ['a']]);

    await take([of('b', { received_at: '2026-11-21T10:00:00.000Z' })], 1n);
    const { rows } = await pool.query('SELECT next_offset, moves, newest FROM positions');
    expect(rows).toEqual([{ next_offset: '2', moves: 7, newest: new Date('2026-11-21T10:00:00.000Z') }]);
  });

  it('refuses a batch that starts before the position, and writes nothing of it', async () => {
    await take([of('a'), of('b')]);
    const error = await createWriter()
      .write([anObservation({ system_key: 'c' })], span(1n, 3n))
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PositionMovedError);
    expect(classify(error, SINK_ERRORS)).toEqual({ kind: 'retryable', cause: 'position_moved' });
    expect([await createWriter().position(3), await systems()]).toEqual([2n, ['a', 'b']]);
  });

  it('undoes the whole batch after an error that no row causes', async () => {
    await pool.query('ALTER TABLE systems RENAME TO moved');
    try {
      await expect(take([of('a')])).rejects.toThrow('does not exist');
    } finally {
      await pool.query('ALTER TABLE moved RENAME TO systems');
    }
    expect(await createWriter().position(3)).toBe(0n);
    expect([pool.totalCount - pool.idleCount, pool.waitingCount]).toEqual([0, 0]);
  });
});
