import { toFigure } from '@heliograph/schema/summaries';
import { aDefinition, anObservation, aSystemRequest } from '@heliograph/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countPeriod } from '../src/publish/count-period.postgres.ts';
import { createPublisher } from '../src/publish/publisher.postgres.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.clear();
  await database.pool.query('TRUNCATE requests.receipts');
});

/** Late window two days: 2026-11-20 is due from the 21st at 01:00, final from the 23rd at 01:00, empty a day later. */
const definition = aDefinition({
  summaries: [{ name: 'systems', kind: 'systems' }],
  publish: { minimum_systems: 1 },
});
const DUE = '2026-11-21T01:00:00.000Z';
const LATER = '2026-11-22T12:00:00.000Z';
const FINAL = '2026-11-23T01:00:00.000Z';
const EMPTY = '2026-11-24T01:00:00.000Z';
const SOURCE = { application: 'example', telemetry_type: 'status', channel: 'production' };
const DAY = { period: 'day', start: '2026-11-20', ...SOURCE } as const;

const report = (system_key: string, given: object = {}) =>
  anObservation({
    application: 'example',
    telemetry_type: 'status',
    system_key,
    observed_at: '2026-11-20T10:00:00.000Z',
    payload: { version: '1.0' },
    ...given,
  });
const erasure = (system_key: string, given: object = {}) =>
  aSystemRequest({ application: 'example', system_keys: [system_key], ...given });

async function held(): Promise<string[]> {
  const { rows } = await database.pool.query<{ place: string }>(
    `SELECT concat_ws(' ', system_key, day::text, application, telemetry_type, channel) AS place
     FROM summary.latest ORDER BY 1`,
  );
  return rows.map(({ place }) => place);
}
const place = (system: string, day = DAY.start, rest = 'example status production') => `${system} ${day} ${rest}`;

/** The same as far as it is known who was active when. */
async function known(): Promise<string[]> {
  const { rows } = await database.pool.query<{ place: string }>(
    `SELECT concat_ws(' ', system_key, (month + n)::text, application, telemetry_type, channel) AS place
     FROM summary.systems FULL JOIN (
       SELECT * FROM summary.months CROSS JOIN generate_series(0, 30) AS n WHERE days & (1 << n) <> 0
     ) AS active USING (application, telemetry_type, channel, system_key) ORDER BY 1`,
  );
  return rows.map(({ place }) => place);
}

async function receipts() {
  const { rows } = await database.pool.query('SELECT receipt, store FROM requests.receipts ORDER BY receipt');
  return rows;
}

async function systems(): Promise<(string | null)[]> {
  return (await database.published()).map((row) => row.systems as string);
}

describe('an erasure', () => {
  it('deletes what came before it and nothing of what comes after, in one batch', async () => {
    const request = erasure('a');
    const before = report('a', { observed_at: '2026-11-20T20:00:00.000Z' });
    const fates = await database.take([before, report('b'), request, report('a'), request, report('a')]);
    expect(fates).toEqual(['taken', 'taken', 'erased', 'taken', 'erased', 'taken']);
    expect([await held(), await known()]).toEqual([
      [place('a'), place('b')],
      [place('a'), place('b')],
    ]);
    const { rows } = await database.pool.query("SELECT id FROM summary.latest WHERE system_key = 'a'");
    expect(rows[0]?.id).not.toBe(before.id);
    expect(await receipts()).toEqual([{ receipt: request.receipt, store: 'summaries' }]);
  });

  it('finds the system under both its keys, on all days and channels, in all telemetry types, and touches nobody else', async () => {
    const everywhere = (system: string) => [
      report(system),
      report(system, { observed_at: '2026-11-19T10:00:00.000Z' }),
      report(system, { channel: 'development' }),
      report(system, { telemetry_type: 'usage' }),
      report(system, { application: 'another' }),
    ];
    await database.take([...everywhere('a'), ...everywhere('a-as-sent'), ...everywhere('b')]);
    const all = await held();
    await database.take([erasure('a', { system_keys: ['a', 'a-as-sent'] })]);
    const elsewhere = [
      place('a', DAY.start, 'another status production'),
      place('a-as-sent', DAY.start, 'another status production'),
    ];
    const left = [...elsewhere, ...all.filter((one) => one.startsWith('b '))];
    expect([await held(), await known()]).toEqual([left, left]);
  });

  it('of one telemetry type leaves the others', async () => {
    await database.take([
      report('a'),
      report('a', { telemetry_type: 'usage' }),
      erasure('a', { telemetry_type: 'usage' }),
    ]);
    expect([await held(), await known()]).toEqual([[place('a')], [place('a')]]);
  });

  it('of a system that nobody knows ends in a receipt like any other', async () => {
    const request = erasure('stranger', { application: 'stranger' });
    expect(await database.take([request])).toEqual(['erased']);
    expect(await receipts()).toEqual([{ receipt: request.receipt, store: 'summaries' }]);
    expect((await database.pool.query('SELECT FROM summary.days')).rowCount).toBe(0);
  });

  it('that was not committed has changed nothing, and may come again', async () => {
    const request = erasure('a');
    await database.take([report('a')]);
    const span = { partition: 0, from: 1n, next: 2n };
    const { rollback } = await database.writer().write([request], span);
    await rollback();
    expect([await held(), await receipts()]).toEqual([[place('a')], []]);
    expect(await database.take([request])).toEqual(['erased']);
    expect([await held(), (await receipts()).length]).toEqual([[], 1]);
  });

  it('is carried out again when the log is read from its beginning again', async () => {
    const log = [report('a'), report('b'), erasure('a'), report('b'), report('a')];
    await database.take(log);
    const before = [await held(), await receipts()];
    await database.pool.query('TRUNCATE summary.positions');
    await database.take(log.slice(0, 3));
    expect(await held()).toEqual([place('b')]);
    await database.take(log.slice(3));
    expect([await held(), await receipts()]).toEqual(before);
  });

  it('that PostgreSQL cannot read is a dead letter, and the rest of its batch is taken', async () => {
    expect(await database.take([report('a'), erasure('nul \0'), report('b')])).toEqual(['taken', 'rejected', 'taken']);
    expect([await held(), await receipts()]).toEqual([[place('a'), place('b')], []]);
  });
});

describe('the figures after an erasure', () => {
  it('that are yet to be published know nothing of the system', async () => {
    await database.take([report('a'), report('b'), report('c'), erasure('a')]);
    await database.work(DUE, [definition]);
    expect(await systems()).toEqual(['2']);
  });

  it('are revised, though nobody reported since', async () => {
    await database.take([report('a'), report('b'), report('c')]);
    await database.work(DUE, [definition]);
    expect(await systems()).toEqual(['3']);
    await database.take([erasure('a')]);
    await database.work(LATER, [definition]);
    expect(await systems()).toEqual(['2']);
    await database.work(FINAL, [definition]);
    expect(await systems()).toEqual(['2']);
    expect(await database.published()).toMatchObject([{ final: true }]);
  });

  it('stay where they are frozen, and the rows that they were counted from go', async () => {
    await database.take([report('a'), report('b')]);
    await database.work(FINAL, [definition]);
    const frozen = await database.published();
    await database.take([erasure('a')]);
    expect(await held()).toEqual([place('b')]);
    await database.work(FINAL, [definition]);
    await database.work(EMPTY, [definition]);
    expect([await held(), await database.published()]).toEqual([[], frozen]);
  });

  it('are not those that somebody counted before it and publishes only now', async () => {
    const publisher = createPublisher({ pool: database.pool });
    await database.take([report('a'), report('b')]);
    const { changes, systems: n, counted } = await countPeriod(database.pool, DAY, definition.summaries);
    const figures = counted.map((one) => toFigure(one, n, definition.publish));
    await database.take([erasure('a')]);
    for (const isLast of [false, true]) {
      const stale = { figures, changes, finally: isLast, computedAt: new Date(DUE) };
      expect(await publisher.publish(DAY, stale)).toBe('overtaken');
    }
    expect(await publisher.days()).toEqual([{ ...DAY, dirty: true, summarised: true, final: false, open: false }]);
    await database.work(DUE, [definition]);
    expect(await systems()).toEqual(['1']);
    expect(await publisher.days()).toEqual([{ ...DAY, dirty: false, summarised: true, final: false, open: false }]);
  });

  it('wait for nobody who does not publish the same day', async () => {
    await database.take([report('a'), report('b', { observed_at: '2026-11-19T10:00:00.000Z' })]);
    const other = await database.pool.connect();
    try {
      await other.query("BEGIN; SELECT FROM summary.days WHERE day = '2026-11-19' FOR UPDATE");
      expect(await database.take([erasure('a')])).toEqual(['erased']);
    } finally {
      other.release(true);
    }
  });
});

it('an erasure finds its rows by an index, however many there are', async () => {
  await database.pool.query(`
    INSERT INTO summary.latest (day, application, telemetry_type, channel, system_key, observed_at, received_at, id, payload)
    SELECT '2026-11-20', 'example', 'status', 'production', 's' || n, now(), now(), gen_random_uuid(), '{}'
    FROM generate_series(1, 100000) AS n`);
  await database.pool.query('ANALYZE summary.latest');
  const { rows } = await database.pool.query(
    `EXPLAIN DELETE FROM summary.latest
     WHERE application = 'example' AND system_key = ANY ('{s1,s2}') AND (NULL::text IS NULL OR telemetry_type = NULL)`,
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('latest_by_system');
  expect(plan).not.toContain('Seq Scan');
});
