import type { Channel, Definition, PublishedFigure } from '@heliograph/schema';
import { figuresOf } from './seed/figures.ts';
import { pulp } from './seed/pulp.ts';
import type { MadeUpSource } from './seed/source.ts';
import { trento } from './seed/trento.ts';

/** When it is, for a site that shows what is seeded; the last figures are of the day before. */
export const NOW = '2026-11-21T09:00:00.000Z';
export const LAST_DAY = '2026-11-20';

/** The sources that a reader would see. */
export const SOURCES: readonly MadeUpSource[] = [pulp, trento];

/** Few systems run development versions, so that more of their figures are suppressed. */
const DEVELOPMENT_SCALE = 0.02;

export interface SeededNotice {
  readonly application: string;
  readonly telemetry_type: string;
  readonly channel: Channel;
  readonly from_day: string;
  readonly to_day: string | null;
  readonly notice: string;
}

/** All figures of some sources on both channels, up to the last day: up to three years, some 20,000. */
export function* seededFigures(sources: readonly MadeUpSource[]): Generator<PublishedFigure> {
  for (const source of sources) {
    yield* figuresOf({ source, channel: 'production', until: LAST_DAY, scale: 1 });
    yield* figuresOf({ source, channel: 'development', until: LAST_DAY, scale: DEVELOPMENT_SCALE });
  }
}

export function seededNotices(sources: readonly MadeUpSource[]): SeededNotice[] {
  const common = { channel: 'production', to_day: null } as const;
  const all = sources.map(({ definition: { application, telemetry_type }, since }) => ({
    ...common,
    application,
    telemetry_type,
    from_day: since,
    notice: 'Synthetic data: no system has reported any of this.',
  }));
  const bug = { from_day: '2026-10-27', to_day: '2026-10-30', notice: 'Reports were lost: a certificate had expired.' };
  return [...all, { ...common, application: 'pulp', telemetry_type: 'status', ...bug }];
}

/** A definition as it was before today's: what was added since, and when. */
export function pastDefinitions({ definition, since }: MadeUpSource): { definition: Definition; since: string }[] {
  const [first] = definition.summaries;
  if (first === undefined || definition.summaries.length < 3) return [{ definition, since: `${since}T08:00:00.000Z` }];
  const summaries = definition.summaries.slice(0, Math.max(1, definition.summaries.length - 2));
  return [
    { definition: { ...definition, summaries: [first] }, since: `${since}T08:00:00.000Z` },
    { definition: { ...definition, summaries }, since: '2025-03-01T08:00:00.000Z' },
    { definition, since: '2026-06-01T08:00:00.000Z' },
  ];
}
