import type { Summary } from '@heliograph/schema';
import type { Counted } from '@heliograph/schema/summaries';
import { anObservation } from '@heliograph/testkit';
import { countDay } from '../src/publish/count-day.postgres.ts';
import type { SummaryDatabase } from './summary-database.ts';

const source = { application: 'example', telemetry_type: 'status' };
export const DAY_KEY = { ...source, day: '2026-11-20', channel: 'production' };

/** Takes in one report of each of so many systems, and counts them by themselves. */
export async function countOf(
  database: SummaryDatabase,
  summaries: readonly Summary[],
  payloads: readonly Record<string, unknown>[],
): Promise<Counted[]> {
  await database.clear();
  const reports = payloads.map((payload, i) =>
    anObservation({ ...source, system_key: `s${i}`, observed_at: '2026-11-20T10:00:00.000Z', payload }),
  );
  const elsewhere = { payload: { version: 'of another day, source or channel' } };
  await database.take([
    ...reports,
    anObservation({ ...source, ...elsewhere, observed_at: '2026-11-19T10:00:00.000Z' }),
    anObservation({ ...source, ...elsewhere, observed_at: '2026-11-20T10:00:00.000Z', channel: 'development' }),
    anObservation({ ...elsewhere, observed_at: '2026-11-20T10:00:00.000Z' }),
  ]);
  const { systems, counted } = await countDay(database.pool, DAY_KEY, summaries);
  if (systems !== payloads.length) throw new Error(`counted ${systems} systems`);
  return counted.filter(({ kind }) => kind !== 'unregistered').map(inOrder);
}

/** The same whatever the order of keys and values, and with numbers to twelve digits. */
export function inOrder(counted: Counted): Counted {
  const sorted = <T>(list: readonly T[]) =>
    list
      .map((one) => [JSON.stringify(one), one] as const)
      .toSorted()
      .map(([, one]) => one);
  // A little less first: what lies half-way would be rounded up by one count, and down by another that is as exact.
  const rounded = (number: number) => Number((number / 1.00000000000003).toPrecision(12));
  switch (counted.kind) {
    case 'share': {
      const parts = counted.parts.map((part) => ({ ...part, counts: sorted(part.counts) }));
      return { ...counted, parts: sorted(parts), members: sorted(counted.members) };
    }
    case 'statistics': {
      const distributions = counted.distributions.map(({ magnitude, ...one }) => ({
        ...one,
        mean: rounded(one.mean),
        percentiles: one.percentiles.map(rounded),
        histogram: one.histogram.toSorted((a, b) => (a.from ?? -1) - (b.from ?? -1)),
        magnitude: { ...magnitude, sum: rounded(magnitude.sum) },
      }));
      return { ...counted, distributions: sorted(distributions) };
    }
    case 'cross':
      return { ...counted, cells: sorted(counted.cells) };
    case 'systems':
    case 'age':
    case 'unregistered':
      return counted;
    default:
      return counted satisfies never;
  }
}
