import type { Random } from '../../../packages/devtools/src/random.ts';
import type { Drafted } from './sources.ts';

const TIME = '2026-01-01T00:00:00Z';
const pulp = (payload: unknown) => ({ application: 'pulp', telemetry_type: 'status', time: TIME, payload });
const trento = (payload: unknown) => ({ application: 'trento', telemetry_type: 'host_telemetry', time: TIME, payload });

/** Envelopes that must be rejected, each with the code of docs/http-api.md. */
const REJECTED: readonly (readonly [code: string, envelope: object])[] = [
  ['unknown_application', { ...pulp({}), application: 'nobody' }],
  ['unknown_telemetry_type', { ...pulp({}), telemetry_type: 'nothing' }],
  ['invalid_time', { ...pulp({ system_id: 'a' }), time: 'yesterday' }],
  ['invalid_time', trento([{ agent_id: 'a', time: '2026-02-30T00:00:00Z' }])],
  ['missing_system_id', pulp({ version: '3.22.1' })],
  ['invalid_system_id', pulp({ system_id: 'with a space' })],
  ['invalid_payload', pulp([])],
  ['empty_payload', trento([])],
  ['invalid_payload', trento({ agent_id: 'a' })],
  // One bad element rejects its envelope whole: the good one must not be found anywhere.
  ['missing_system_id', trento([{ agent_id: 'ledger-must-not-be-stored' }, {}])],
  ['too_deep', pulp({ system_id: 'a', deep: Array.from({ length: 40 }).reduce((inner) => [inner], 0) })],
];

/** An envelope that must be rejected, under that id. */
export function rejectedEnvelope(id: string, random: Random): Drafted {
  const [answer, envelope] = REJECTED[Math.floor(random() * REJECTED.length)] ?? ['invalid_envelope', []];
  return { id, json: JSON.stringify({ id, ...envelope }), envelope: { answer, records: [] } };
}

/** Requests that must be refused as a whole. */
export const REFUSED_BODIES: readonly { body: string; contentType: string; refusedWith: number }[] = [
  { body: '{"application":"pulp",', contentType: 'application/json', refusedWith: 400 },
  { body: JSON.stringify(pulp({ system_id: 'a' })), contentType: 'text/plain', refusedWith: 415 },
  { body: '[]', contentType: 'application/json', refusedWith: 422 },
  { body: `[${'0,'.repeat(600)}0]`, contentType: 'application/json', refusedWith: 413 },
];
