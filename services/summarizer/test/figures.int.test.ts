import type { Definition } from '@heliograph/schema';
import { aDefinition, anObservation } from '@heliograph/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());

const definition: Definition = aDefinition({
  fields: {
    '/version': { type: 'version' },
    '/plugins/*': { type: 'version' },
    '/disks/*/gigabytes': { type: 'number' },
    '/encrypted': { type: 'boolean' },
    '/cpus': { type: 'integer' },
    '/a~1b': { type: 'integer' },
    '/absent': { type: 'integer' },
  },
  influx: { measurement: 'status', tags: [], fields: ['/version'] },
  summaries: [
    { name: 'systems', kind: 'systems' },
    { name: 'version', kind: 'share', field: '/version', levels: ['x.y', 'x.y.z'] },
    { name: 'plugins', kind: 'share', field: '/plugins/*', levels: ['x.y'] },
    { name: 'encrypted', kind: 'share', field: '/encrypted' },
    { name: 'cpus', kind: 'statistics', field: '/cpus' },
    { name: 'disks', kind: 'statistics', field: '/disks/*/gigabytes' },
    { name: 'escaped', kind: 'share', field: '/a~1b' },
    { name: 'nothing', kind: 'statistics', field: '/absent' },
  ],
  publish: { minimum_systems: 3 },
});

/** Twelve systems, worked out by hand below. */
const payloads = [
  { version: '1.0.0', plugins: { rpm: '3.1.0', deb: '1.0' }, cpus: 1, encrypted: true, 'a/b': 5 },
  { version: '1.0.0', plugins: { rpm: '3.1.1' }, cpus: 2, encrypted: true, 'a/b': 5 },
  { version: '1.0.0', plugins: { rpm: '3.1.2', deb: '1.0' }, cpus: 2, encrypted: true, 'a/b': 5 },
  { version: '1.0.1', plugins: { rpm: '3.2.0' }, cpus: 3, encrypted: true },
  { version: '1.0.1', plugins: { rpm: '3.2.0' }, cpus: 4, encrypted: true },
  { version: '1.0.1', plugins: {}, cpus: 4, encrypted: true, disks: { sda: { gigabytes: 0.5 } } },
  { version: '1.1.0', plugins: null, cpus: 4, encrypted: true, disks: { sda: { gigabytes: 1 } } },
  { version: '1.1.0', cpus: 8, encrypted: false, disks: { sda: { gigabytes: 1.5 }, sdb: { gigabytes: 9 } } },
  { version: '1.1.0.dev', cpus: 8, encrypted: false, disks: { sda: { gigabytes: 3 }, sdb: 'x' } },
  { version: '2.0.0', cpus: 64, encrypted: false },
  { version: null, cpus: null, encrypted: 'true' },
  { encrypted: null },
];

const reports = payloads.map((payload, i) =>
  anObservation({
    application: 'example',
    telemetry_type: 'status',
    system_key: `s${i}`,
    observed_at: '2026-11-20T10:00:00.000Z',
    payload,
  }),
);

const value = (name: string, systems: number) => ({ value: name, systems });
const share = (key: string | null, level: string | null, values: object[], other: number, systems: number) => ({
  key,
  level,
  values,
  other,
  systems,
});
const shares = (...all: object[]) => ({ suppressed: false, shares: all });

it('is what comes out when one counts by hand', async () => {
  await database.take(reports);
  await database.work('2026-11-21T01:00:00.000Z', [definition]);
  const rows = await database.published();
  const found = Object.fromEntries(
    rows.map(({ name, systems, of_systems, figures }) => [name, { n: [systems, of_systems], figures }]),
  );
  expect(found).toEqual({
    systems: { n: ['12', '12'], figures: { suppressed: false } },
    version: {
      n: ['10', '12'],
      figures: shares(
        // 2.0 is alone; 1.1 is the next smallest.
        share(null, 'x.y', [value('1.0', 6)], 4, 10),
        share(null, 'x.y.z', [value('1.0.0', 3), value('1.0.1', 3)], 4, 10),
      ),
    },
    // Of deb there are two: not shown. Of rpm, 3.2 has two, so 3.1 joins them.
    plugins: { n: ['5', '12'], figures: shares(share('rpm', 'x.y', [], 5, 5)) },
    encrypted: { n: ['11', '12'], figures: shares(share(null, null, [value('true', 8), value('false', 3)], 0, 11)) },
    cpus: {
      n: ['10', '12'],
      figures: {
        suppressed: false,
        statistics: [
          {
            key: null,
            systems: 10,
            mean: 10,
            p5: 1.45,
            p25: 2.25,
            median: 4,
            p75: 7,
            p95: 38.8,
            histogram: [
              { from: 1, to: 4, systems: 4 },
              { from: 4, to: 8, systems: 3 },
              { from: 8, to: 128, systems: 3 },
            ],
          },
        ],
      },
    },
    disks: {
      n: ['4', '12'],
      figures: {
        suppressed: false,
        statistics: [
          {
            key: 'sda',
            systems: 4,
            mean: 1.5,
            p5: 0.575,
            p25: 0.875,
            median: 1.25,
            p75: 1.875,
            p95: 2.775,
            histogram: [{ from: null, to: 4, systems: 4 }],
          },
        ],
      },
    },
    escaped: { n: ['3', '12'], figures: shares(share(null, null, [value('5', 3)], 0, 3)) },
    nothing: { n: [null, '12'], figures: { suppressed: true } },
  });
});
