import type { SummaryOf } from '@heliograph/schema';
import { type CountedOf, contributionTo } from '@heliograph/schema/summaries';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countOf } from './a-counted-day.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());

const FIELDS = ['/version', '/things/*', '/things/*/size', '/deep/*/in/*', '/nothing'] as const;
const REPORTS = [
  { version: '1.2.3', things: { a: 1, b: 'x' }, deep: { k: { in: { l: true } } } },
  { version: 4, things: ['x', 'y', 'x', null] },
  { version: null, things: [{ size: 1 }, { size: 2 }, { size: 1 }] },
  { version: 0.5, things: {}, deep: { k: { in: [1, 2] }, l: { in: { m: 3 } } } },
] as const;

/** What SQL counts of one system, in the words of a preview. */
function sharesOf({ parts, members }: CountedOf<'share'>): string[] {
  const ofKeys = parts.flatMap(({ key, counts }) =>
    counts.map(({ value }) => (key === null ? value : `${key.replaceAll('/', ': ')}: ${value}`)),
  );
  return [...ofKeys, ...members.map(({ value }) => value)].toSorted();
}

const statisticsOf = ({ distributions }: CountedOf<'statistics'>) =>
  distributions.map(({ key, mean }) => (key === null ? `${mean}` : `${key.replaceAll('/', ': ')}: ${mean}`)).toSorted();

it.each(REPORTS)('the preview of a report says what SQL counts of it: %j', async (report) => {
  const shares = FIELDS.map((field, i): SummaryOf<'share'> => ({ name: `share${i}`, kind: 'share', field }));
  const numbers = FIELDS.map((field, i): SummaryOf<'statistics'> => ({ name: `n${i}`, kind: 'statistics', field }));
  const summaries = [...shares, ...numbers];
  const counted = await countOf(database, summaries, [report]);
  expect(counted).toHaveLength(summaries.length);
  for (const [i, one] of counted.entries()) {
    const summary = summaries[i] as SummaryOf<'share' | 'statistics'>;
    const ofOne = one.kind === 'share' ? sharesOf(one) : one.kind === 'statistics' ? statisticsOf(one) : undefined;
    expect(ofOne).toEqual(contributionTo(summary, report).counts.map(String).toSorted());
  }
});
