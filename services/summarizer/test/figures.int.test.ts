import type { Summary } from '@heliograph/schema';
import { eventually, propertyRuns } from '@heliograph/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countDay } from '../src/publish/count-day.postgres.ts';
import { countOf, DAY_KEY, inOrder } from './a-counted-day.ts';
import { naiveCount } from './naive-count.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());

const summaries = [
  { name: 'plain', kind: 'share', field: '/version' },
  { name: 'levels', kind: 'share', field: '/version', levels: ['x.y', 'x.y.z'] },
  { name: 'things', kind: 'share', field: '/things/*', levels: ['x.y'] },
  { name: 'deep', kind: 'share', field: '/deep/*/in/*' },
  { name: 'number', kind: 'statistics', field: '/number' },
  { name: 'numbers', kind: 'statistics', field: '/things/*' },
  { name: 'cross', kind: 'cross', rows: '/version', columns: '/number', row_level: 'x.y' },
] as const satisfies Summary[];

const version = fc.constantFrom('1', '1.0', '1.0.0', '1.0.1', '1.10', '1.0.0.dev2', '15-SP2', '٣.٤.٥', '1.2.', '', 'x');
const number = fc.oneof(
  fc.integer({ min: -3, max: 70 }),
  fc.constantFrom(0.5, 0.1, 2 ** 40, 2 ** 63, 2 ** 63 - 1024, 2 ** 69, -0.001),
);
const scalar = fc.oneof(version, number, fc.boolean(), fc.constant(null));
/** A map, a list, or what is neither; with what no definition lets through as well. */
const container = (of: fc.Arbitrary<unknown>) =>
  fc.oneof(
    fc.dictionary(fc.constantFrom('a', 'b', '0'), of, { noNullPrototype: true }),
    fc.array(of, { maxLength: 4 }),
    scalar,
  );
const payload = fc.record(
  {
    version: scalar,
    number: scalar,
    things: container(scalar),
    deep: container(fc.oneof(fc.record({ in: container(scalar) }), scalar)),
  },
  { requiredKeys: [] },
);

it('counts what a naive count counts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(payload, { maxLength: 12 }), async (payloads) => {
      const found = await countOf(database, summaries, payloads);
      expect(found).toEqual(summaries.map((summary) => inOrder(naiveCount(summary, payloads))));
    }),
    { numRuns: propertyRuns(30) },
  );
});

it('counts all figures at one moment', async () => {
  await countOf(database, [], [{ version: '1' }, { version: '1' }]);
  const writer = await database.pool.connect();
  await writer.query('BEGIN; LOCK TABLE summary.systems IN ACCESS EXCLUSIVE MODE');
  // The figure in the middle has to wait for the writer, who changes what the others are counted from.
  const counting = countDay(database.pool, DAY_KEY, [summaries[0], { name: 'age', kind: 'age' }, summaries[1]]);
  await eventually(async () => {
    const { rowCount } = await database.pool.query(
      "SELECT FROM pg_locks WHERE NOT granted AND relation = 'summary.systems'::regclass",
    );
    return rowCount === 1;
  });
  await writer.query(`
    UPDATE summary.days SET changes = changes + 1;
    UPDATE summary.latest SET payload = '{"version": "2"}';
    COMMIT`);
  writer.release();
  const before = { parts: [{ systems: 2, counts: [{ value: '1', systems: 2 }] }] };
  expect(await counting).toMatchObject({ changes: 2n, systems: 2, counted: [before, { kind: 'age' }, before, {}] });
  const again = await countDay(database.pool, DAY_KEY, [summaries[0]]);
  expect(again).toMatchObject({ changes: 3n, counted: [{ parts: [{ counts: [{ value: '2' }] }] }, {}] });
});
