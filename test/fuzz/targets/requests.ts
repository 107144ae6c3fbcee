import { randomUUID } from 'node:crypto';
import { parseJson, REFUSALS } from '@heliograph/ingest';
import { receiptOf } from '@heliograph/runtime';
import { shippedDefinitions } from '../../../packages/testkit/src/definitions.ts';
import { createPrivacyRequests } from '../../../services/gateway/src/privacy-requests.ts';
import { requestBody, SECRET } from '../reports.ts';
import { demand, type FuzzTarget } from '../target.ts';

const MEMBERS = ['application', 'telemetry_type', 'system_id'];
const MOMENT = { nowMs: Date.parse('2026-11-21T12:00:00.000Z'), traceparent: '' };
const accept = createPrivacyRequests({ register: shippedDefinitions(), newRequestId: randomUUID, receiptOf });

/** The JSON of an erasure. */
export const requests: FuzzTarget = {
  name: 'requests',
  generate: requestBody,
  check(input) {
    const parsed = parseJson(input);
    if (parsed === undefined) return 'malformed_json';
    const made = accept('erasure', parsed.json, MOMENT);
    if ('refused' in made) {
      demand(made.refused in REFUSALS, `${made.refused} is no documented code`);
      const isPointer = made.pointer === '' || MEMBERS.includes(made.pointer.slice(1));
      demand(isPointer && !made.pointer.includes(SECRET), `the answer points to ${made.pointer}`);
      return made.refused;
    }
    const { key, value } = made.record;
    const written = JSON.parse(value.toString()) as { system_id?: unknown };
    demand(written.system_id === key && key.length >= 1 && key.length <= 128, `${JSON.stringify(key)} is no system id`);
    return 'accepted';
  },
};
