import { REJECTIONS, type Result } from './rejection.ts';

/** Why a request is refused as a whole: nothing of it is stored. Each code has its HTTP status. */
export const REFUSALS = {
  malformed_json: { status: 400, detail: 'The body is not JSON in UTF-8.' },
  malformed_body: { status: 400, detail: 'The body is not what its media type says, or ends too early.' },
  malformed_encoding: { status: 400, detail: 'The body is not what Content-Encoding says, or ends too early.' },
  malformed_http: { status: 400, detail: 'The request is not HTTP/1.1.' },
  invalid_cloudevent: { status: 400, detail: 'An event needs specversion 1.0, id, source and type, and data once.' },
  invalid_signal: { status: 400, detail: 'The body is no export request of OpenTelemetry for this path.' },
  api_key_required: { status: 401, detail: 'This gateway takes only what comes with an API key.' },
  invalid_api_key: { status: 401, detail: 'This API key is not known, or was revoked.' },
  api_key_expired: { status: 401, detail: 'This API key has expired.' },
  application_mismatch: { status: 403, detail: 'An API key is good for one application, and this is another.' },
  not_found: { status: 404, detail: 'There is nothing here; reports go to /v1/telemetry.' },
  traces_not_taken: { status: 404, detail: 'Traces are not taken; send metrics or logs.' },
  method_not_allowed: { status: 405, detail: 'What is sent here is sent with a method that Allow names.' },
  request_timeout: { status: 408, detail: 'The request did not arrive in time.' },
  body_too_large: { status: 413, detail: 'The body has more bytes than are taken, counted after decompression.' },
  too_many_envelopes: { status: 413, detail: 'The array has more envelopes than are taken in one request.' },
  too_many_records: { status: 413, detail: 'The payloads have more elements than are taken in one request.' },
  unsupported_media_type: { status: 415, detail: 'Content-Type has to be one that Accept-Post names.' },
  unsupported_content_encoding: { status: 415, detail: 'Content-Encoding has to be gzip, deflate or identity.' },
  none_accepted: { status: 422, detail: 'No envelope could be accepted; results says why for each.' },
  invalid_request: {
    status: 422,
    detail: 'An object with application and system_id, and telemetry_type where only one is meant; nothing else.',
  },
  not_registered: { status: 422, detail: 'No definition is registered for this application, or for this type of it.' },
  no_envelopes: { status: 422, detail: 'The array is empty.' },
  api_key_rate_limited: { status: 429, detail: 'Too much was sent with this API key; send the same again later.' },
  address_rate_limited: { status: 429, detail: 'Too much was sent from this address; send the same again later.' },
  application_rate_limited: {
    status: 429,
    detail: 'Too much was sent for this application; send the same again later.',
  },
  systems_rate_limited: { status: 429, detail: 'These systems report too often; results says why for each envelope.' },
  privacy_requests_rate_limited: { status: 429, detail: 'Too many requests of this kind; send the same again later.' },
  headers_too_large: { status: 431, detail: 'The headers have more bytes than are taken.' },
  internal_error: { status: 500, detail: 'A fault of the gateway; nothing is known to be stored.' },
  overloaded: { status: 503, detail: 'Too much is under way; send the same again later.' },
  kafka_unavailable: { status: 503, detail: 'The log cannot be reached; send the same again later.' },
  delivery_timed_out: { status: 503, detail: 'The log did not answer in time; send the same again later.' },
  draining: { status: 503, detail: 'This gateway is about to stop; send the same again.' },
} as const satisfies Record<string, { status: number; detail: string }>;

export type RefusalCode = keyof typeof REFUSALS;

/** A request that is refused as a whole: nothing of it is stored. */
export interface Refusal {
  readonly refused: RefusalCode;
  /** JSON pointer to what is wrong; without it the whole body. */
  readonly pointer?: string | undefined;
  /** Seconds, with 429 and 503. */
  readonly retryAfterS?: number | undefined;
  /** Why for each report, where that is why the request is refused. */
  readonly results?: readonly Result[] | undefined;
}

/** Every code that a source can be answered with. A closed list: a test holds it equal to docs/http-api.md. */
export const ERROR_CODES = [...Object.keys(REFUSALS), ...Object.keys(REJECTIONS)];

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
 * `pointer` is the whole document unless another is given: the faults of single reports are in `results`.
 */
export function problem({ refused: code, results, pointer = '' }: Refusal) {
  const { status, detail } = REFUSALS[code];
  const document = { type: 'about:blank', title: TITLES[status], status, detail, code, pointer };
  return results === undefined ? document : { ...document, results };
}
