import type { Definition } from '@heliograph/schema';
import { z } from 'zod';
import { shippedDefinitions } from '../../../packages/testkit/src/definitions.ts';

/** The day that is summarised, two hours after its end. */
export const DAY = '2026-11-18';
export const NOW = '2026-11-19T02:00:00.000Z';
export const SOURCE = ['pulp', 'status', 'production'] as const;

export const DayInput = z.object({ url: z.string() });
export const DayResult = z.object({ seconds: z.number(), figures: z.number(), peakMiB: z.number() });
export type DayResult = z.infer<typeof DayResult>;

/** One source with the figures of both definitions that are shipped. */
export function bothDefinitions(): Definition {
  const shipped = shippedDefinitions();
  const pulp = shipped.find('pulp', 'status');
  const trento = shipped.find('trento', 'host_telemetry');
  if (pulp === undefined || trento === undefined) throw new Error('a definition is no longer shipped');
  const others = trento.summaries.map((summary) => ({ ...summary, name: `other_${summary.name}` }));
  return {
    ...pulp,
    fields: { ...trento.fields, ...pulp.fields },
    summaries: [...pulp.summaries, ...others],
  };
}
