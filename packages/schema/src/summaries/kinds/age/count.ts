import { type DayKey, dayParameters, OF_DAY, type RunQuery } from '../../counting/day.ts';
import type { AgeSummary, CountedAge } from './shape.ts';

/** The lower ends of the buckets: 0, 1, 2, 4 … 32768 days, which is ninety years. */
const ENDS = [0, ...Array.from({ length: 16 }, (_, exponent) => 2 ** exponent)];

/** $5 the ends of the buckets. */
const COUNT = `
  SELECT width_bucket(l.day - s.first_day, $5::int[]) AS bucket, count(*)::int AS systems
  FROM summary.latest AS l JOIN summary.systems AS s USING (application, telemetry_type, channel, system_key)
  WHERE ${OF_DAY} GROUP BY 1 ORDER BY 1`;

/** Counts the systems of a day by the days since they first reported. Rejects with the errors of the store. */
export async function countAge(run: RunQuery, key: DayKey, { name, kind }: AgeSummary): Promise<CountedAge> {
  const rows = await run<{ bucket: number; systems: number }>(COUNT, [...dayParameters(key), ENDS]);
  const buckets = rows.map(({ bucket, systems }) => ({
    from: ENDS[bucket - 1] ?? null,
    to: ENDS[bucket] ?? null,
    systems,
  }));
  return { name, kind, buckets };
}
