import type { Summary } from '@heliograph/schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countOf } from './a-counted-day.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());

const count = (summary: Summary, payloads: readonly Record<string, unknown>[]) =>
  countOf(database, [summary], payloads).then(([counted]) => counted);
const value = (name: string, systems: number) => ({ value: name, systems });

it('gives each system one vote', async () => {
  const found = await count({ name: 'n', kind: 'share', field: '/encrypted' }, [
    { encrypted: true },
    { encrypted: true },
    { encrypted: 'true' },
    { encrypted: false },
    { encrypted: null },
    { encrypted: { a: 1 } },
    {},
  ]);
  expect(found).toEqual({
    name: 'n',
    kind: 'share',
    levels: [],
    parts: [{ key: null, systems: 4, counts: [value('false', 1), value('true', 3)], rest: 0 }],
    members: [],
  });
});

it('reads names with slashes and tildes', async () => {
  const found = await count({ name: 'n', kind: 'share', field: '/a~1b/~0' }, [{ 'a/b': { '~': 5 } }]);
  expect(found).toMatchObject({ parts: [{ counts: [value('5', 1)] }] });
});

it('is one partition for each key of a map', async () => {
  const found = await count({ name: 'n', kind: 'share', field: '/plugins/*', levels: ['x.y.z', 'x.y'] }, [
    { plugins: { rpm: '3.1.0.dev1', deb: '1.0' } },
    { plugins: { rpm: '3.1.0.dev2' } },
    { plugins: {} },
    { plugins: null },
  ]);
  expect(found).toMatchObject({
    parts: [
      { key: 'deb', systems: 1, counts: [value('1.0', 1)] },
      { key: 'rpm', systems: 2, counts: [value('3.1.0', 2)] },
    ],
  });
});

it('keeps the places of maps within maps apart', async () => {
  const found = await count({ name: 'n', kind: 'share', field: '/a/*/b/*' }, [
    { a: { 'x/y': { b: { z: 1 } }, x: { b: { 'y/z': 2 } }, 'x~1y': { b: { z: 3 } } } },
  ]);
  expect(found).toMatchObject({ parts: [{ key: 'x/y~1z' }, { key: 'x~01y/z' }, { key: 'x~1y/z' }] });
});

it('has a system once among those of each member of a list', async () => {
  const found = await count({ name: 'n', kind: 'share', field: '/features/*' }, [
    { features: ['a', 'b', 'a'] },
    { features: ['a'] },
    { features: [] },
    { features: ['b', null, { c: 1 }] },
  ]);
  expect(found).toMatchObject({ parts: [], members: [value('a', 2), value('b', 2)] });
});

it('pools the members of lists of objects', async () => {
  const found = await count({ name: 'n', kind: 'share', field: '/disks/*/kind' }, [
    { disks: [{ kind: 'ssd' }, { kind: 'ssd' }, { kind: 'hdd' }] },
    { disks: [{ kind: 'ssd' }, { size: 1 }, 'x'] },
  ]);
  expect(found).toMatchObject({ parts: [], members: [value('hdd', 1), value('ssd', 2)] });
});

it('has a system once among those of a member whose versions come to the same', async () => {
  const summary = { name: 'n', kind: 'share', field: '/v/*', levels: ['x.y'] } as const;
  expect(await count({ ...summary, levels: ['x.y'] }, [{ v: ['1.0.1', '1.0.2'] }])).toMatchObject({
    members: [value('1.0', 1)],
  });
});

it('lists the most frequent of thousands of values', async () => {
  const payloads = Array.from({ length: 5003 }, (_, i) => ({ p: { [i % 2 === 0 ? 'a' : 'b']: `v${i}` } }));
  const found = await count({ name: 'n', kind: 'share', field: '/p/*' }, [...payloads, payloads[5002] ?? {}]);
  const [a, b] = found?.kind === 'share' ? found.parts : [];
  expect([a?.systems, b?.systems, a?.counts.length, b?.counts.length]).toEqual([2503, 2501, 2502, 2498]);
  expect([a?.rest, b?.rest, a?.counts.find(({ systems }) => systems > 1)]).toEqual([0, 3, value('v5002', 2)]);
});

it('is bounded in its keys', async () => {
  const payloads = Array.from({ length: 1200 }, (_, i) => ({ p: { [`k${i}`]: 1, common: 2 } }));
  const found = await count({ name: 'n', kind: 'share', field: '/p/*' }, payloads);
  const parts = found?.kind === 'share' ? found.parts : [];
  expect(parts.length).toBe(1000);
  expect(parts.find(({ key }) => key === 'common')).toMatchObject({ systems: 1200, rest: 0 });
});
