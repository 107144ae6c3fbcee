import type { Period } from '@heliograph/schema';
import { aDefinition, anObservation } from '@heliograph/testkit';
import type { SummaryDatabase } from './summary-database.ts';

export const SOURCE = { application: 'example', telemetry_type: 'status', channel: 'production' } as const;

/** Late window two days: the week of 2026-11-16 is due from the 23rd at 01:00, and final from the 25th at 01:00. */
export const definition = aDefinition({
  summaries: [
    { name: 'systems', kind: 'systems' },
    { name: 'version', kind: 'share', field: '/version' },
  ],
  publish: { minimum_systems: 1 },
});
export const WEEK_DUE = '2026-11-23T01:00:00.000Z';
export const WEEK_FINAL = '2026-11-25T01:00:00.000Z';

export const report = (system_key: string, day: string) =>
  anObservation({ ...SOURCE, system_key, day, observed_at: `${day}T10:00:00.000Z`, payload: { version: '1.0' } });

/** What is published of the systems of those periods. */
export async function figures(database: SummaryDatabase, ...periods: readonly Period[]) {
  const rows = await database.published(...periods);
  return rows.map(({ period, start, name, figures: figure, revision, final }) => {
    const { active, new: fresh, persistent } = figure as Record<string, unknown>;
    return [`${period} ${start} ${name}`, { active, new: fresh, persistent }, { revision, final }];
  });
}

/** What the topic of the summaries is to be told since the last time. */
export async function told({ pool }: SummaryDatabase): Promise<Record<string, unknown>[]> {
  const { rows } = await pool.query('SELECT key, value FROM summary.outbox ORDER BY id');
  await pool.query('TRUNCATE summary.outbox');
  return rows;
}
