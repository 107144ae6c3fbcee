import { PositionMovedError } from '@heliograph/postgres/sink';
import { classify } from '@heliograph/stream';
import { anObservation, observations, propertyRuns } from '@heliograph/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SUMMARIZER_ERRORS } from '../src/errors.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.clear();
});

const newest = (group: readonly { observed_at: string; id: string }[]) =>
  group.toSorted((a, b) => (a.observed_at + a.id < b.observed_at + b.id ? 1 : -1))[0]?.id;

const span = (from: bigint, next: bigint) => ({ partition: 0, from, next });

async function latest() {
  const { rows } = await database.pool.query(
    'SELECT day::text, channel, system_key, id FROM summary.latest ORDER BY day, channel, system_key',
  );
  return rows;
}

async function changes() {
  const { rows } = await database.pool.query('SELECT day::text, changes::int FROM summary.days ORDER BY day, channel');
  return rows;
}

describe('the latest observation of a system on a day', () => {
  const one = (observed: string, received: string, given: object = {}) =>
    anObservation({
      system_key: 'one',
      observed_at: `2026-11-20T${observed}:00.000Z`,
      received_at: `2026-11-20T${received}:00.000Z`,
      ...given,
    });

  it('is the one observed last, then the one received last, in whatever order they come', async () => {
    const winner = one('10:00', '12:00');
    const early = one('09:00', '13:00');
    const twin = one('10:00', '11:00');
    expect(await database.take([early])).toEqual(['taken']);
    expect(await database.take([winner, twin])).toEqual(['taken', 'superseded']);
    expect(await database.take([early, twin])).toEqual(['superseded', 'superseded']);
    expect(await latest()).toEqual([{ day: '2026-11-20', channel: 'production', system_key: 'one', id: winner.id }]);
    expect(await changes()).toEqual([{ day: '2026-11-20', changes: 5 }]);
  });

  it('is kept for each day and channel', async () => {
    const parts = [
      one('10:00', '10:00'),
      one('10:00', '10:00', { channel: 'development' }),
      one('10:00', '10:00', { day: '2026-11-19' }),
      one('10:00', '10:00', { system_key: 'two' }),
    ];
    expect(await database.take(parts)).toEqual(['taken', 'taken', 'taken', 'taken']);
    expect(await latest()).toHaveLength(4);
    expect((await changes()).map((day) => day.changes)).toEqual([1, 1, 2]);
  });

  it('is the same, however a stream is cut into batches', async () => {
    const property = fc.asyncProperty(
      fc.array(observations({ systems: 3 }), { minLength: 1, maxLength: 15 }),
      fc.integer({ min: 1, max: 15 }),
      async (stream, size) => {
        await database.clear();
        for (let at = 0; at < stream.length; at += size) await database.take(stream.slice(at, at + size));
        const groups = Map.groupBy(stream, ({ day, system_key }) => `${day} ${system_key}`);
        const wanted = [...groups].map(([key, group]) => [key, newest(group)]);
        const found = (await latest()).map(({ day, system_key, id }) => [`${day} ${system_key}`, id]);
        expect(found).toEqual(wanted.toSorted());
      },
    );
    await fc.assert(property, { numRuns: propertyRuns(15) });
  });
});

describe('writing', () => {
  it('stores the position with the rows, and nothing after a rollback', async () => {
    const writer = database.writer();
    expect(await writer.position(0)).toBe(0n);
    const { rollback } = await writer.write([anObservation()], span(0n, 1n));
    await rollback();
    expect([await writer.position(0), await latest(), await changes()]).toEqual([0n, [], []]);
    const { commit } = await writer.write([], span(0n, 4n));
    await commit();
    expect(await writer.position(0)).toBe(4n);
  });

  it('is refused to the one whose position is behind, who waits for the other', async () => {
    const writer = database.writer();
    const first = await writer.write([anObservation()], span(0n, 3n));
    const second = writer.write([anObservation()], span(0n, 3n)).then(
      () => undefined,
      (error: unknown) => error,
    );
    await first.commit();
    const error = await second;
    expect(error).toBeInstanceOf(PositionMovedError);
    expect(classify(error, SUMMARIZER_ERRORS)).toEqual({ kind: 'retryable', cause: 'position_moved' });
    expect(await changes()).toEqual([{ day: '2026-11-21', changes: 1 }]);
  });

  it('finds what PostgreSQL cannot hold, and takes the rest', async () => {
    const good = (i: number) => anObservation({ system_key: `s${i}` });
    const nul = anObservation({ payload: { a: '\0' } });
    const half = anObservation({ payload: { a: '\ud800' } });
    const yearZero = anObservation({ day: '0000-01-01' });
    const fates = await database.take([good(0), nul, good(1), half, good(2), yearZero]);
    expect(fates).toEqual(['taken', 'rejected', 'taken', 'rejected', 'taken', 'rejected']);
    expect(await changes()).toEqual([{ day: '2026-11-21', changes: 3 }]);
  });

  it('ignores what comes for a frozen day', async () => {
    await database.take([anObservation({ system_key: 'one' })]);
    await database.pool.query('UPDATE summary.days SET final = true');
    const late = [anObservation({ system_key: 'two' }), anObservation({ observed_at: '2026-11-22T10:00:00.000Z' })];
    expect(await database.take(late)).toEqual(['day_is_final', 'taken']);
    expect((await latest()).map(({ day }) => day)).toEqual(['2026-11-21', '2026-11-22']);
    expect((await changes())[0]).toEqual({ day: '2026-11-21', changes: 1 });
  });
});
