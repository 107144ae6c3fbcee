import type { PublishedSummary } from '../src/summary-store.ts';

/** A published summary of the testkit's definition: 40 systems by default. */
export function aSummary(given: Partial<PublishedSummary> = {}): PublishedSummary {
  return {
    day: '2026-11-20',
    application: 'example',
    telemetry_type: 'status',
    channel: 'production',
    name: 'systems',
    kind: 'systems',
    systems: 40,
    of_systems: 40,
    figures: { suppressed: false },
    revision: 1,
    final: false,
    computed_at: '2026-11-21T01:00:05.000Z',
    ...given,
  };
}

export const versionShares = {
  suppressed: false as const,
  shares: [
    { key: null, level: 'x.y', systems: 30, values: [{ value: '3.21', systems: 20 }], other: 10 },
    { key: null, level: 'x.y.z', systems: 30, values: [{ value: '3.21.0', systems: 15 }], other: 15 },
  ],
};
