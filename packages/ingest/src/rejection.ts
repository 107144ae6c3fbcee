/** Why a report is rejected. It is rejected whole; the other reports of its request are judged by themselves. */
export const REJECTIONS = {
  invalid_envelope: 'Not a JSON object, or this member of it is missing or not of its form.',
  invalid_event: 'An event needs specversion 1.0, id, source and type, and data once.',
  too_deep: 'Values are nested more deeply than is taken.',
  forbidden_key: 'An object has a key named __proto__.',
  number_out_of_range: 'A number is beyond all that can be kept, such as 1e999.',
  invalid_time: 'The time is not an RFC 3339 timestamp with up to nine fractional digits.',
  unknown_application: 'No definition is registered for this application.',
  unknown_telemetry_type: 'The application has no definition of this telemetry type.',
  definition_not_approved: 'The definition of this telemetry type is not approved, or no longer.',
  definition_expired: 'The definition of this telemetry type has expired.',
  invalid_payload: 'The definition asks for an object here, or for an array of objects.',
  empty_payload: 'The array has no element.',
  missing_system_id: 'The system id is not there.',
  invalid_system_id: 'A system id is a text of 1 to 128 printable ASCII characters without spaces.',
  system_rate_limited: 'A system of this envelope reports too often; let this report go.',
  record_too_large: 'The record of this system has more bytes than are taken.',
} as const satisfies Record<string, string>;

export type RejectionCode = keyof typeof REJECTIONS;

/** `pointer` is a JSON pointer (RFC 6901) to what is wrong; no segment of it is a key that only the sender knows. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly pointer: string;
}

/** What became of one report. Details are fixed texts without input; the id is repeated only if it is a UUID. */
export type Result =
  | { readonly id: string; readonly status: 'accepted'; readonly records: number }
  | { readonly id?: string; readonly status: 'rejected'; readonly error: Rejection & { readonly detail: string } };

export function rejectedResult(id: string | undefined, { code, pointer }: Rejection): Result {
  const error = { code, detail: REJECTIONS[code], pointer };
  return id === undefined ? { status: 'rejected', error } : { id, status: 'rejected', error };
}
