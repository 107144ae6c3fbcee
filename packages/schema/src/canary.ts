import { Definition } from './definition.ts';

/** The source of the freshness canary: a report of the product's own, which takes the way of all others. */
const CANARY = { application: 'heliograph', telemetry_type: 'canary' } as const;

/** Whether something is of the canary's source, which no sender may use and no page or figure shows. */
export function isCanary(of: { readonly application?: string; readonly telemetry_type?: string }): boolean {
  return of.application === CANARY.application && of.telemetry_type === CANARY.telemetry_type;
}

/**
 * Its definition, which every service has beside those of its folder: so it is sanitised, deduplicated, stored, expired and
 * erased by the same code. It has no figures.
 */
export const CANARY_DEFINITION: Definition = Definition.parse({
  ...CANARY,
  schema_version: 1,
  title: 'Freshness canary',
  status: 'approved',
  approval: { by: ['heliograph'], on: '2026-12-01', reference: 'docs/operations.md' },
  owner: 'heliograph',
  expires: '2999-12-31',
  review: {
    question: 'How long does a report take to reach every store?',
    example: 'A report of the gateway itself, once a minute',
    gathering: 'The gateway makes it',
    burden: 'None: no product sends it',
    personal_data: 'None: its system ids are made up by the gateway',
    collected_since: '0.1.0',
    visualisation: 'Its age, on the status page',
    opt_out: 'HELIOGRAPH_GATEWAY_CANARY_EVERY_MS=0',
  },
  record: { system_id: '/system_id', late_window: '1h' },
  fields: {
    '/system_id': { type: 'uuid', sanitise: 'hash' },
    '/every_ms': { type: 'integer', min: 1, max: 3_600_000 },
  },
  dedup: { policy: 'by-event-id' },
  influx: { measurement: 'heliograph_canary', tags: ['/system_id'], fields: ['/every_ms'] },
  summaries: [],
  publish: { minimum_systems: 1 },
  retention: '24h',
});
