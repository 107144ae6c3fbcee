/** What can be wrong with a request as a whole: nothing of it is stored. */
export const REQUEST_ERRORS = {
  malformed_json: { status: 400, detail: 'The body is not JSON in UTF-8.' },
  malformed_encoding: { status: 400, detail: 'The body is not what Content-Encoding says, or ends too early.' },
  malformed_http: { status: 400, detail: 'The request is not HTTP/1.1.' },
  key_required: { status: 401, detail: 'This gateway takes only what comes with an API key.' },
  key_refused: { status: 401, detail: 'This API key is not known, or was revoked.' },
  key_expired: { status: 401, detail: 'This API key has expired.' },
  other_application: { status: 403, detail: 'An API key is good for one application, and this is another.' },
  not_found: { status: 404, detail: 'There is nothing here; reports go to /v1/telemetry.' },
  method_not_allowed: { status: 405, detail: 'What is sent here is sent with POST.' },
  too_slow: { status: 408, detail: 'The request did not arrive in time.' },
  body_too_large: { status: 413, detail: 'The body has more bytes than are taken, counted after decompression.' },
  too_many_envelopes: { status: 413, detail: 'The array has more envelopes than are taken in one request.' },
  too_many_records: { status: 413, detail: 'The payloads have more elements than are taken in one request.' },
  unsupported_type: { status: 415, detail: 'Content-Type has to be application/json.' },
  unsupported_encoding: { status: 415, detail: 'Content-Encoding has to be gzip, deflate or identity.' },
  none_accepted: { status: 422, detail: 'No envelope could be accepted; results says why for each.' },
  not_a_request: {
    status: 422,
    detail: 'An object with application and system_id, and telemetry_type where only one is meant; nothing else.',
  },
  not_registered: { status: 422, detail: 'No definition is registered for this application, or for this type of it.' },
  no_envelopes: { status: 422, detail: 'The array is empty.' },
  key_over_limit: { status: 429, detail: 'Too much was sent with this API key; send the same again later.' },
  address_over_limit: { status: 429, detail: 'Too much was sent from this address; send the same again later.' },
  application_over_limit: { status: 429, detail: 'Too much was sent for this application; send the same again later.' },
  systems_over_limit: { status: 429, detail: 'These systems report too often; results says why for each envelope.' },
  requests_over_limit: { status: 429, detail: 'Too many requests of this kind; send the same again later.' },
  headers_too_large: { status: 431, detail: 'The headers have more bytes than are taken.' },
  internal_error: { status: 500, detail: 'A fault of the gateway; nothing is known to be stored.' },
  overloaded: { status: 503, detail: 'Too much is under way; send the same again later.' },
  kafka_unavailable: { status: 503, detail: 'The log cannot be reached; send the same again later.' },
  delivery_timed_out: { status: 503, detail: 'The log did not answer in time; send the same again later.' },
  draining: { status: 503, detail: 'This gateway is about to stop; send the same again.' },
} as const satisfies Record<string, { status: number; detail: string }>;

/** What can be wrong with one envelope: it is rejected whole, and the others of its request are judged by themselves. */
export const ENVELOPE_ERRORS = {
  not_an_envelope: 'An envelope is a JSON object.',
  too_deep: 'Values are nested more deeply than is taken.',
  forbidden_key: 'An object has a key named __proto__.',
  number_out_of_range: 'A number cannot be kept exactly: an integer beyond 2^53 - 1 in size, or one without an end.',
  bad_envelope: 'This member of the envelope is missing or not of its form.',
  bad_time: 'The time is not an RFC 3339 timestamp with up to nine fractional digits.',
  unknown_application: 'No definition is registered for this application.',
  unknown_telemetry_type: 'The application has no definition of this telemetry type.',
  definition_not_approved: 'The definition of this telemetry type is not approved, or no longer.',
  definition_expired: 'The definition of this telemetry type has expired.',
  bad_payload: 'The definition asks for an object here, or for an array of objects.',
  empty_payload: 'The array has no element.',
  missing_system_id: 'The system id is not there.',
  bad_system_id: 'A system id is a text of 1 to 128 printable ASCII characters without spaces.',
  system_over_limit: 'A system of this envelope reports too often; let this report go.',
  record_too_large: 'The record of this system has more bytes than are taken.',
} as const satisfies Record<string, string>;

export type RequestErrorCode = keyof typeof REQUEST_ERRORS;
export type EnvelopeErrorCode = keyof typeof ENVELOPE_ERRORS;

/** Every code that the gateway answers with. A closed list: a test holds it equal to docs/http-api.md. */
export const ERROR_CODES = [...Object.keys(REQUEST_ERRORS), ...Object.keys(ENVELOPE_ERRORS)];

/** A JSON pointer (RFC 6901) into the body as sent; it has no key in it that only the sender knows. */
export interface Rejection {
  readonly code: EnvelopeErrorCode;
  readonly pointer: string;
}

/** What the sender is told about one envelope, in the order of the request. */
export type Result =
  | { readonly id: string; readonly status: 'accepted'; readonly records: number }
  | { readonly id?: string; readonly status: 'rejected'; readonly error: Rejection & { readonly detail: string } };

/** A rejected envelope; the sender's id is repeated only where it is a UUID. Details are fixed texts: no input in them. */
export function rejected(id: string | undefined, { code, pointer }: Rejection): Result {
  const error = { code, detail: ENVELOPE_ERRORS[code], pointer };
  return id === undefined ? { status: 'rejected', error } : { id, status: 'rejected', error };
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/**
 * A problem document (RFC 9457). Its type is about:blank, so its title is the status's own; `code` is what programs read.
 * `pointer` is the whole document unless another is given: the faults of single envelopes are in `results`.
 */
export function problem(code: RequestErrorCode, results?: readonly Result[], pointer = '') {
  const { status, detail } = REQUEST_ERRORS[code];
  const document = { type: 'about:blank', title: TITLES[status], status, detail, code, pointer };
  return results === undefined ? document : { ...document, results };
}
