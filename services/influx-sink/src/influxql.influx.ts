import { HttpError, type InfluxDB } from '@influxdata/influxdb-client';
import { z } from 'zod';

const Answer = z.object({
  results: z
    .array(
      z.object({
        error: z.string().optional(),
        series: z
          .array(z.object({ columns: z.array(z.string()), values: z.array(z.array(z.unknown())).default([]) }))
          .default([]),
      }),
    )
    .default([]),
});

/** A text of one statement between quotes: double for names, single for values. */
export function quoted(text: string, quote: '"' | "'"): string {
  return `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
}

/**
 * Runs one statement of InfluxQL on a 1.x server and returns its rows by column. Rejects with the client's errors; a
 * statement that failed, which such a server answers with 200, counts as a 400, or 404 where the database is missing.
 */
export async function runInfluxql(influx: InfluxDB, database: string, statement: string) {
  const body = new URLSearchParams({ q: statement }).toString();
  const answer: unknown = await influx.transport.request(`/query?db=${encodeURIComponent(database)}`, body, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
  });
  const { results } = Answer.parse(answer);
  const error = results.find((result) => result.error !== undefined)?.error;
  if (error !== undefined) throw new HttpError(error.startsWith('database not found') ? 404 : 400, error);
  return results
    .flatMap(({ series }) => series)
    .flatMap(({ columns, values }) => values.map((row) => Object.fromEntries(columns.map((c, i) => [c, row[i]]))));
}
