import { shortenVersionSql, VERSION_LEVELS } from '@heliograph/schema';
import { VERSION_CASES } from '@heliograph/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());

it.each(VERSION_CASES)('SQL shortens $version as the schema does', async ({ version, shortened }) => {
  const [coarse, fine] = VERSION_LEVELS.map((level) => shortenVersionSql('$1::text', level));
  const { rows } = await database.pool.query(`SELECT ${coarse} AS coarse, ${fine} AS fine`, [version]);
  expect(rows).toEqual([{ coarse: shortened[0], fine: shortened[1] }]);
});
