import { aDefinition, anObservation } from '@heliograph/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool.query('TRUNCATE summary.latest, summary.days, summary.positions, summary.published');
});

const definition = aDefinition({ publish: { minimum_systems: 3 } });
const DUE = '2026-11-21T01:00:00.000Z';

/** Reports of systems that had something at these paths; each list is one system. */
const reports = (...systems: string[][]) =>
  systems.map((removed, i) =>
    anObservation({
      application: 'example',
      telemetry_type: 'status',
      system_key: `s${i}`,
      observed_at: '2026-11-20T10:00:00.000Z',
      payload: {},
      ...(removed.length === 0 ? {} : { removed }),
    }),
  );
const times = (n: number, ...removed: string[]) => Array.from({ length: n }, () => removed);

async function figure() {
  const rows = await database.unregistered();
  expect(rows).toHaveLength(1);
  const { name, figures, systems, of_systems } = rows[0] ?? {};
  return { name, figures, systems, of_systems };
}

async function published(...systems: string[][]) {
  await database.take(reports(...systems));
  await database.work(DUE, [definition]);
  return figure();
}

const value = (path: string, systems: number) => ({ value: path, systems });

it('says at which paths how many systems sent what is not registered', async () => {
  expect(await published(...times(5, '/a', '/b'), ...times(4, '/a'), ...times(4, '/m/*/c'), ...times(2))).toEqual({
    name: '_unregistered',
    figures: { suppressed: false, values: [value('/a', 9), value('/b', 5), value('/m/*/c', 4)], other: null },
    systems: null,
    of_systems: '15',
  });
});

it('hides a path that few sent, and one that all but few sent', async () => {
  const found = await published(...times(7, '/most'), ...times(4, '/most', '/b'), ['/rare', '/b'], ['/b']);
  expect(found).toMatchObject({ figures: { values: [value('/b', 6)] } });
});

it('says nothing of few systems, and not whether there were any', async () => {
  const few = await published(...times(3, '/a'), ...times(5));
  expect(few).toMatchObject({ figures: { suppressed: true }, systems: null, of_systems: '8' });
  await database.pool.query('TRUNCATE summary.latest, summary.days, summary.positions, summary.published');
  expect(await published(...times(8))).toEqual(few);
});

it('counts a system once: what its latest report had', async () => {
  await database.take(reports(...times(8, '/a', '/c')));
  const [newer] = reports(['/b']);
  const at = '2026-11-20T11:00:00.000Z';
  await database.take([{ ...(newer ?? anObservation()), observed_at: at, removed: ['/b', '/b'] }]);
  await database.work(DUE, [definition]);
  expect(await figure()).toMatchObject({ figures: { suppressed: true }, of_systems: '8' });
  const { rows } = await database.pool.query("SELECT removed FROM summary.latest WHERE system_key = 's0'");
  expect(rows).toEqual([{ removed: ['/b', '/b'] }]);
});

it('is bounded, whatever the senders make up', async () => {
  const path = (i: number) => `/p${String(i).padStart(3, '0')}`;
  const many = (from: number) => Array.from({ length: 20 }, (_, i) => path(from + i));
  const crowd = Array.from({ length: 8 }, (_, block) => times(4, ...many(block * 20))).flat();
  const { figures } = await published(...crowd);
  const { values } = figures as { values: { value: string }[] };
  expect(values.map((one) => one.value)).toEqual(Array.from({ length: 100 }, (_, i) => path(i)));
});
