import { toFigure } from '@heliograph/schema/summaries';
import { aDefinition, anObservation } from '@heliograph/testkit';
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
});

/** Late window two days: 2026-11-20 is due from the 21st at 01:00, final from the 23rd at 01:00, empty a day later. */
const definition = aDefinition({
  summaries: [
    { name: 'systems', kind: 'systems' },
    { name: 'version', kind: 'share', field: '/version' },
  ],
  publish: { minimum_systems: 1 },
});
const DUE = '2026-11-21T01:00:00.000Z';
const LATER = '2026-11-22T12:00:00.000Z';
const FINAL = '2026-11-23T01:00:00.000Z';
const EMPTY = '2026-11-24T01:00:00.000Z';

const report = (system_key: string, version: string, given: object = {}) =>
  anObservation({
    application: 'example',
    telemetry_type: 'status',
    system_key,
    observed_at: '2026-11-20T10:00:00.000Z',
    payload: { version },
    ...given,
  });

async function state() {
  return (await database.published()).map(({ name, systems, revision, final }) => ({ name, systems, revision, final }));
}

const row = (name: string, systems: string, revision: number, final = false) => ({ name, systems, revision, final });
const latestRows = async () => (await database.pool.query('SELECT FROM summary.latest')).rowCount;

describe('a day', () => {
  it('is not published before its grace is over, and then it is', async () => {
    await database.take([report('a', '1.0'), report('b', '1.0')]);
    await database.work('2026-11-21T00:59:59.999Z', [definition]);
    expect(await state()).toEqual([]);
    await database.work(DUE, [definition]);
    expect(await database.published()).toMatchObject([
      {
        start: '2026-11-20',
        name: 'systems',
        kind: 'systems',
        figures: { suppressed: false, active: 2, new: 2, returning: 0, continuing: 0, gone: 0, persistent: null },
        systems: '2',
        of_systems: '2',
      },
      {
        start: '2026-11-20',
        name: 'version',
        kind: 'share',
        figures: { suppressed: false, shares: [{ systems: 2, values: [{ value: '1.0', systems: 2 }], other: 0 }] },
        computed_at: new Date(DUE),
      },
    ]);
  });

  it('is byte for byte the same when it is computed again', async () => {
    await database.take([report('a', '1.0'), report('b', '2.0'), report('c', '2.0')]);
    await database.work(DUE, [definition]);
    const before = await database.published();
    await database.take([report('a', '0.9', { observed_at: '2026-11-20T08:00:00.000Z' })]);
    await database.work(LATER, [definition]);
    expect(await database.published()).toEqual(before);
    const { rows } = await database.pool.query('SELECT changes, summarised FROM summary.days');
    expect(rows).toEqual([{ changes: '4', summarised: '4' }]);
  });

  it('is revised by a late report, only where a figure differs', async () => {
    await database.take([report('a', '1.0'), report('b', '1.0')]);
    await database.work(DUE, [definition]);
    await database.take([report('c', '1.0')]);
    await database.work(LATER, [definition]);
    expect(await state()).toEqual([row('systems', '3', 2), row('version', '3', 2)]);
    await database.take([report('d', '1.0', { payload: {} })]);
    await database.work(LATER, [definition]);
    expect(await state()).toEqual([row('systems', '4', 3), row('version', '3', 3)]);
    const [systems] = await database.published();
    expect(systems).toMatchObject({ computed_at: new Date(LATER), of_systems: '4' });
  });

  it('is frozen after its late window: later reports change nothing, and its rows go', async () => {
    await database.take([report('a', '1.0'), report('b', '1.0')]);
    await database.work(DUE, [definition]);
    await database.work(FINAL, [definition]);
    const frozen = [row('systems', '2', 1, true), row('version', '2', 1, true)];
    expect(await state()).toEqual(frozen);
    expect(await database.take([report('c', '1.0')])).toEqual(['day_is_final']);
    expect(await latestRows()).toBe(2);
    await database.work(EMPTY, [definition]);
    expect(await latestRows()).toBe(0);
    await database.work('2027-01-01T00:00:00.000Z', [definition]);
    expect(await state()).toEqual(frozen);
    expect(await createPublisher({ pool: database.pool }).days()).toEqual([]);
  });

  it('that was missed is caught up, however late', async () => {
    await database.take([report('a', '1.0'), report('b', '1.0')]);
    await database.work('2027-01-01T00:00:00.000Z', [definition]);
    expect(await state()).toEqual([row('systems', '2', 1, true), row('version', '2', 1, true)]);
  });

  it('keeps its channels apart', async () => {
    const development = { channel: 'development' };
    await database.take([report('a', '1'), report('b', '1'), report('a', '2.dev', development)]);
    await database.work(DUE, [definition]);
    const found = (await database.published()).map(({ channel, name, systems }) => [channel, name, systems]);
    expect(found).toEqual([
      ['development', 'systems', '1'],
      ['development', 'version', '1'],
      ['production', 'systems', '2'],
      ['production', 'version', '2'],
    ]);
  });

  it('no longer says what its definition no longer asks for', async () => {
    await database.take([report('a', '1.0'), report('b', '1.0')]);
    await database.work(DUE, [definition]);
    await database.take([report('b', '1.0')]);
    await database.work(LATER, [{ ...definition, summaries: definition.summaries.slice(0, 1) }]);
    expect(await state()).toEqual([row('systems', '2', 1)]);
  });

  it('without a definition is neither published nor kept for ever', async () => {
    await database.take([report('a', '1.0'), report('b', '1.0')]);
    await database.work('2026-12-01T00:00:00.000Z', []);
    expect([await state(), await latestRows()]).toEqual([[], 2]);
    await database.work('2027-01-01T00:00:00.000Z', []);
    expect([await state(), await latestRows()]).toEqual([[], 0]);
  });
});

describe('two processes that summarise the same day', () => {
  const key = {
    period: 'day',
    start: '2026-11-20',
    application: 'example',
    telemetry_type: 'status',
    channel: 'production',
  } as const;
  const publisher = () => createPublisher({ pool: database.pool });

  async function computed(final: boolean) {
    const { changes, systems, counted } = await countPeriod(database.pool, key, definition.summaries);
    const figures = counted.map((one) => toFigure(one, systems, definition.publish));
    return { figures, changes, finally: final, computedAt: new Date(LATER) };
  }

  it('do not replace figures by older ones', async () => {
    await database.take([report('a', '1.0'), report('b', '1.0')]);
    const older = await computed(false);
    await database.take([report('c', '1.0')]);
    expect(await publisher().publish(key, await computed(false))).toBe('changed');
    expect(await publisher().publish(key, older)).toBe('overtaken');
    expect(await state()).toEqual([row('systems', '3', 1), row('version', '3', 1)]);
  });

  it('do not freeze a day for which something has just come', async () => {
    await database.take([report('a', '1.0'), report('b', '1.0')]);
    const last = await computed(true);
    await database.take([report('c', '1.0')]);
    expect(await publisher().publish(key, last)).toBe('changed');
    expect(await publisher().days()).toEqual([{ ...key, dirty: true, summarised: true, final: false, open: false }]);
    await database.work(FINAL, [definition]);
    expect(await state()).toEqual([row('systems', '3', 2, true), row('version', '3', 2, true)]);
  });
});

describe('the role of the public site', () => {
  it('reads what is published and nothing else', async () => {
    const client = await database.pool.connect();
    try {
      await client.query(`CREATE SCHEMA IF NOT EXISTS telemetry;
        CREATE TABLE IF NOT EXISTS telemetry.observations (id int);
        SET ROLE heliograph_reader`);
      expect((await client.query('SELECT * FROM summary.published')).rows).toEqual([]);
      const denied = { code: '42501' };
      for (const table of [
        'summary.latest',
        'summary.days',
        'summary.spans',
        'summary.systems',
        'summary.months',
        'summary.positions',
        'summary.outbox',
        'telemetry.observations',
      ])
        await expect(client.query(`SELECT * FROM ${table}`), table).rejects.toMatchObject(denied);
      for (const change of ['DELETE FROM summary.published', "UPDATE summary.published SET name = 'x'"])
        await expect(client.query(change), change).rejects.toMatchObject(denied);
      await expect(client.query('CREATE TABLE summary.mine ()')).rejects.toMatchObject(denied);
    } finally {
      client.release(true);
    }
  });
});
