import { type Days, daysOf, masksOf, type Period, previousOf, withinOf } from '../../../period.ts';
import type { RunQuery, SourceKey } from '../../counting/day.ts';
import type { Activity } from './shape.ts';

const OF_SOURCE = 'application = $1 AND telemetry_type = $2 AND channel = $3';

/** $4 and $5: first and last day. Every one of them reported in the period, because its first day is a day of it. */
const NEW = `
  SELECT first_day::text AS day, count(*)::int AS systems FROM summary.systems
  WHERE ${OF_SOURCE} AND first_day BETWEEN $4 AND $5 GROUP BY first_day`;

type Counts = Omit<Activity, 'new' | 'returning' | 'newOfDays'>;

/**
 * Counts who reported in a period, beside the one before it, in one pass over the systems of the month or the two that they
 * lie in. Rejects with the errors of the store.
 */
export async function countActivity(
  run: RunQuery,
  { application, telemetry_type, channel }: SourceKey,
  period: Period,
  start: string,
): Promise<Activity> {
  const of = [application, telemetry_type, channel];
  const now = daysOf(period, start);
  const before = daysOf(period, previousOf(period, start));
  const [a, b] = [...masksOf({ from: before.from, to: now.to }).keys()].toReversed();
  const within = withinOf(period, start);
  const withinBefore = withinOf(period, before.from);
  const sql = countSql(period, { now, before, within, withinBefore }, a, b);
  const [counts] = await run<Counts>(sql, [...of, a, b ?? null]);
  const rows = await run<{ day: string; systems: number }>(NEW, [...of, now.from, now.to]);
  if (counts === undefined) throw new Error('a count returned no row');
  const newOn = new Map(rows.map(({ day, systems }) => [day, systems]));
  const newOfDays = within.flatMap(({ from, to }) => (from === to ? [newOn.get(from) ?? 0] : []));
  const fresh = rows.reduce((n, { systems }) => n + systems, 0);
  return { ...counts, new: fresh, returning: counts.active - fresh - counts.continuing, newOfDays };
}

interface Windows {
  readonly now: Days;
  readonly before: Days;
  readonly within: readonly Days[];
  readonly withinBefore: readonly Days[];
}

/** $4 and $5: the later and the earlier month, null where there is one only. Bits are numbers of ours, never input. */
function countSql(
  period: Period,
  { now, before, within, withinBefore }: Windows,
  a: string | undefined,
  b: string | undefined,
): string {
  const bits = (days: Days, month: string | undefined) => masksOf(days).get(month ?? '') ?? 0;
  const on = (days: Days) => `((a & ${bits(days, a)}) | (b & ${bits(days, b)})) <> 0`;
  const days = `bit_count((a & ${bits(now, a)})::bit(32)) + bit_count((b & ${bits(now, b)})::bit(32))`;
  const systems = (where: string) => `count(*) FILTER (WHERE ${where})::int`;
  const each = (windows: readonly Days[]) => `ARRAY[${windows.map((window) => systems(on(window))).join(', ')}]::int[]`;
  return `
    SELECT ${systems(on(now))} AS active,
      ${systems(`${on(now)} AND ${on(before)}`)} AS continuing,
      ${systems(`NOT ${on(now)} AND ${on(before)}`)} AS gone,
      ${period === 'day' ? 'NULL::int' : systems(`${days} > 1`)} AS persistent,
      ${each(within)} AS within, ${each(withinBefore)} AS "withinBefore"
    FROM (
      SELECT coalesce(later.days, 0) AS a, coalesce(earlier.days, 0) AS b
      FROM (SELECT system_key, days FROM summary.months WHERE ${OF_SOURCE} AND month = $4) AS later
      FULL JOIN (SELECT system_key, days FROM summary.months WHERE ${OF_SOURCE} AND month = $5) AS earlier
        USING (system_key)
    ) AS both_months`;
}
