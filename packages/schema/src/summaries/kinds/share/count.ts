import { shortenVersionSql, VERSION_LEVELS, type VersionLevel } from '../../../version.ts';
import type { ValueCount } from '../../contract/numbers.ts';
import { type DayKey, dayParameters, type RunQuery } from '../../counting/day.ts';
import { itemsOf, MOST_KEYS, SCALARS } from '../../counting/items.ts';
import type { CountedShare, Part, ShareSummary } from './shape.ts';

/** Of all keys and members together. Of a released product there are some hundreds. */
const MOST_VALUES = 5000;

interface Row {
  readonly key: string;
  readonly is_member: boolean;
  /** Of all values of the key; of all members together. */
  readonly of_key: number;
  /** Null where none of the values is listed. */
  readonly value: string | null;
  readonly systems: number | null;
}

/**
 * The parameters after those of the items: how many values, how many keys. The most frequent, or the first by their names.
 * Counted before they are shortened, because a regular expression for each of a million systems takes longer than the rest.
 */
const countSql = (items: string, level: VersionLevel | undefined, first: number) => `
  WITH raw AS (
    SELECT key, is_member, value, sum(systems) AS systems FROM (${items}) AS items GROUP BY 1, 2, 3
  ), counts AS MATERIALIZED (
    ${level === undefined ? 'TABLE raw' : shortenedSql(level)}
  ), kept AS (
    SELECT key, is_member, sum(systems) AS of_key FROM counts GROUP BY 1, 2
    ORDER BY of_key DESC, key COLLATE "C", is_member LIMIT $${first + 1}
  ), listed AS (
    SELECT key, is_member, value, systems FROM counts JOIN kept USING (key, is_member)
    ORDER BY systems DESC, key COLLATE "C", is_member, value COLLATE "C" LIMIT $${first}
  )
  SELECT key, is_member, of_key::float8, value, systems::int FROM kept LEFT JOIN listed USING (key, is_member)
  ORDER BY key COLLATE "C", systems DESC, value COLLATE "C"`;

const shortenedSql = (level: VersionLevel) => `
    SELECT key, is_member, ${shortenVersionSql('value', level)} AS value, sum(systems) AS systems FROM raw GROUP BY 1, 2, 3`;

/** Counts the systems of a day by value. Rejects with the errors of the store. */
export async function countShare(
  run: RunQuery,
  key: DayKey,
  { name, kind, field, levels = [] }: ShareSummary,
): Promise<CountedShare> {
  const level = VERSION_LEVELS.findLast((one) => levels.includes(one));
  const { sql, parameters, hasKeys } = itemsOf(dayParameters(key), {
    pointer: field,
    ofType: SCALARS,
    members: { level },
  });
  const limits = [MOST_VALUES, MOST_KEYS];
  const rows = await run<Row>(countSql(sql, level, parameters.length + 1), [...parameters, ...limits]);
  const members = listed(rows.filter(({ is_member }) => is_member));
  const ofKeys = Map.groupBy(
    rows.filter(({ is_member }) => !is_member),
    ({ key }) => key,
  );
  const parts = [...ofKeys].map(([key, ofKey]) => partOf(hasKeys ? key : null, ofKey));
  return { name, kind, levels, parts, members };
}

function partOf(key: string | null, rows: readonly Row[]): Part {
  const systems = rows[0]?.of_key ?? 0;
  const counts = listed(rows);
  return { key, systems, counts, rest: systems - counts.reduce((sum, count) => sum + count.systems, 0) };
}

const listed = (rows: readonly Row[]): ValueCount[] =>
  rows.flatMap(({ value, systems }) => (value === null || systems === null ? [] : [{ value, systems }]));
