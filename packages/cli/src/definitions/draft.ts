import { DAY_MS } from '@heliograph/schema';
import { stringify } from 'yaml';
import type { Answers } from './questions.ts';

/** The name of the file that a definition belongs in. */
export function fileNameOf({ application, telemetry_type }: Pick<Answers, 'application' | 'telemetry_type'>): string {
  return `${application}.${telemetry_type}.yaml`;
}

const DAYS_OF_A_YEAR = 365;

/**
 * A definition as a draft: it takes in no data until it is approved, and registers nothing but the system id. It expires a
 * year after `today` (a UTC day), so that somebody asks the questions again.
 */
export function draftOf({ review, system_id, ...subject }: Answers, today: string): string {
  const expires = new Date(Date.parse(today) + DAYS_OF_A_YEAR * DAY_MS).toISOString().slice(0, 10);
  const { application, telemetry_type, title, owner } = subject;
  const parts = [
    { application, telemetry_type, schema_version: 1, title, status: 'draft', owner, expires },
    { review },
    { record: { system_id, late_window: '2d' } },
    { fields: { [system_id]: { type: 'string', sanitise: 'hash' } } },
    { personal_data_found: 'redact', dedup: { policy: 'latest-per-window' } },
    { influx: { measurement: measurementOf(subject), tags: [], fields: [system_id] } },
    { summaries: [{ name: 'systems', kind: 'systems' }] },
    { publish: { minimum_systems: 10 }, retention: '30d' },
  ];
  const comments: readonly string[] = [
    '# A draft takes in no data. Register its fields below, then: heliograph definitions check; docs/definitions.md.\n',
    '',
    '',
    '# Everything that is not named here is removed. Examples:\n#   /version: { type: version }\n#   /workers: { type: integer, min: 0, max: 10000 }\n#   /cloud: { type: enum, values: [azure, aws, gcp], otherwise: other }\n',
  ];
  return parts.map((part, i) => `${comments[i] ?? ''}${stringify(part, { lineWidth: 0 })}`).join('');
}

function measurementOf({ application, telemetry_type }: Pick<Answers, 'application' | 'telemetry_type'>): string {
  const name = `${application}_${telemetry_type}`.replaceAll(/[^A-Za-z0-9_]/g, '_').slice(0, 63);
  return /^[A-Za-z]/.test(name) ? name : `t${name}`;
}
