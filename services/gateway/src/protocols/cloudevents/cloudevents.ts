import {
  type DecodeBounds,
  type Decoded,
  type DecodedReport,
  encodeResults,
  type HttpAnswer,
  type Protocol,
  type ProtocolDocument,
  type ProtocolRequest,
  parseJson,
  RESULTS_DOCUMENT,
} from '@heliograph/ingest';
import { readBinary } from './binary.ts';
import { type Event, type RouteEvent, toReport } from './event.ts';

export type { EventSubject } from './event.ts';

/** CloudEvents 1.0 over HTTP in binary, structured and batch mode, and its handshake (docs/sources/cloudevents.md). */
export function createCloudEvents(route: RouteEvent): Protocol {
  return {
    name: 'cloudevents',
    routes: [{ method: 'POST', path: '/v1/events' }],
    mediaTypes: ['application/json', '*+json'],
    decode(body, request, bounds) {
      const mediaType = request.header('content-type')?.trim().toLowerCase() ?? '';
      // In this order: the first begins like the second.
      if (mediaType.startsWith('application/cloudevents-batch')) return decodeBatch(body, bounds, route);
      if (!mediaType.startsWith('application/cloudevents')) return decodeBinary(body, request, route);
      const parsed = parseJson(body);
      if (parsed === undefined) return { refused: 'malformed_json' };
      return single(isEvent(parsed.json) ? toReport(parsed.json, '', route) : NO_EVENT);
    },
    encode: (answer) =>
      'results' in answer && !('refused' in answer) && answer.results.length === 0
        ? { status: 202, headers: { 'Content-Type': 'application/json' }, body: '{"results":[]}' }
        : encodeResults(answer),
    preflight,
    document: DOCUMENT,
  };
}

const EVENT = { $ref: '#/components/schemas/CloudEvent' };
const DOCUMENT: ProtocolDocument = {
  summary: 'Send CloudEvents 1.0: structured, in a batch, or binary',
  body: {
    'application/cloudevents+json': EVENT,
    'application/cloudevents-batch+json': { type: 'array', items: EVENT },
    'application/json': {},
    '*+json': {},
  },
  answers: RESULTS_DOCUMENT,
};

const NO_EVENT: DecodedReport = { pointer: '', rejection: { code: 'invalid_event', pointer: '' } };

function isEvent(value: unknown): value is Event {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decodeBinary(body: Uint8Array, request: ProtocolRequest, route: RouteEvent): Decoded {
  const event = readBinary(body, request);
  return event === undefined ? { refused: 'malformed_json' } : single(toReport(event, '', route));
}

/** What is no event makes a request of one event a bad one as a whole. */
function single(report: DecodedReport): Decoded {
  if ('rejection' in report && report.rejection.code === 'invalid_event')
    return { refused: 'invalid_cloudevent', pointer: report.rejection.pointer };
  return { reports: [report] };
}

/** An empty batch is one, too. */
function decodeBatch(body: Uint8Array, { maxReports }: DecodeBounds, route: RouteEvent): Decoded {
  const parsed = parseJson(body);
  if (parsed === undefined) return { refused: 'malformed_json' };
  if (!Array.isArray(parsed.json)) return { refused: 'invalid_cloudevent', pointer: '' };
  if (parsed.json.length > maxReports) return { refused: 'too_many_envelopes' };
  const reports = parsed.json.map((event: unknown, i) =>
    isEvent(event) ? toReport(event, `/${i}`, route) : { ...NO_EVENT, pointer: `/${i}` },
  );
  return { reports };
}

/**
 * The handshake by which senders ask before they send (HTTP 1.1 Web Hooks for Event Delivery, section 4). Everybody may send
 * at the rate that they ask for; the rate limits of the gateway hold in any case.
 */
function preflight(request: ProtocolRequest): HttpAnswer {
  const origin = request.header('webhook-request-origin');
  const rate = request.header('webhook-request-rate');
  if (origin === undefined) return { status: 204, headers: { Allow: 'OPTIONS, POST' }, body: '' };
  const allowed = { Allow: 'OPTIONS, POST', 'WebHook-Allowed-Origin': origin };
  const headers = { ...allowed, 'WebHook-Allowed-Rate': rate !== undefined && /^\d{1,9}$/.test(rate) ? rate : '*' };
  return { status: 200, headers, body: '' };
}
