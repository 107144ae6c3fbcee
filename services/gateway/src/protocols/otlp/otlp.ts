import { hash } from 'node:crypto';
import {
  type Contents,
  type DecodeBounds,
  type Decoded,
  type Message,
  MessageError,
  type MessageValue,
  type Protocol,
  type ProtocolDocument,
  type ProtocolRequest,
  parseExactJson,
  readJsonMessage,
  readMessage,
} from '@heliograph/ingest';
import { encodeExport, isProtobuf, JSON_TYPE, PROTOBUF } from './answers.ts';
import { logReports, metricReports, type Reports, type RouteOtlp } from './items.ts';
import { EXPORT_LOGS, EXPORT_METRICS } from './messages.ts';

export type { OtlpSubject } from './items.ts';

/**
 * Twenty messages and numbers for each record that a request may hold: a log record with nine attributes. Of a million
 * empty records the first ten thousand or so are read.
 */
const ELEMENTS_PER_RECORD = 20;
/** The envelope of resource, scope and record takes six; a value within a value two. What is deeper ingest rejects. */
const MAX_DEPTH = 80;

interface Signal {
  readonly name: 'logs' | 'metrics';
  readonly message: Message;
  /** The one field of the request in JSON. */
  readonly member: string;
  readonly rejectedName: 'rejectedLogRecords' | 'rejectedDataPoints';
  readonly toReports: (request: MessageValue, key: string, route: RouteOtlp) => Reports;
}

const LOGS: Signal = {
  name: 'logs',
  message: EXPORT_LOGS,
  member: 'resourceLogs',
  rejectedName: 'rejectedLogRecords',
  toReports: logReports,
};
const METRICS: Signal = {
  name: 'metrics',
  message: EXPORT_METRICS,
  member: 'resourceMetrics',
  rejectedName: 'rejectedDataPoints',
  toReports: metricReports,
};

/** OpenTelemetry's protocol over HTTP for logs and metrics (docs/sources/opentelemetry.md), and a clear answer to traces. */
export function createOtlp(route: RouteOtlp): readonly Protocol[] {
  return [receiver(LOGS, route), receiver(METRICS, route), traces];
}

function receiver(signal: Signal, route: RouteOtlp): Protocol {
  return {
    name: `otlp-${signal.name}`,
    routes: [{ method: 'POST', path: `/v1/${signal.name}` }],
    mediaTypes: [PROTOBUF, JSON_TYPE],
    decode: (body, request, bounds) => decode(signal, body, request, bounds, route),
    encode: (answer, request) => encodeExport(answer, request, signal.rejectedName),
    document: documentOf(signal),
  };
}

/** A google.rpc.Status. */
const STATUS_CONTENT: Contents = { [PROTOBUF]: {}, [JSON_TYPE]: { $ref: '#/components/schemas/RpcStatus' } };

function documentOf({ name, member, rejectedName }: Signal): ProtocolDocument {
  const properties = { [rejectedName]: { type: 'string', pattern: '^\\d+$' }, errorMessage: { type: 'string' } };
  const partialSuccess = { type: 'object', properties, additionalProperties: false };
  const response = { type: 'object', properties: { partialSuccess }, additionalProperties: false };
  const request = { type: 'object', properties: { [member]: { type: 'array', items: { type: 'object' } } } };
  return {
    summary: `Export ${name} of OpenTelemetry`,
    body: { [PROTOBUF]: {}, [JSON_TYPE]: request },
    answers: {
      200: {
        description: 'What was accepted is durable; partialSuccess says how much was not.',
        content: { [PROTOBUF]: {}, [JSON_TYPE]: response },
      },
    },
    refusals: STATUS_CONTENT,
  };
}

const traces: Protocol = {
  name: 'otlp-traces',
  routes: [{ method: 'POST', path: '/v1/traces' }],
  mediaTypes: ['*'],
  decode: () => ({ refused: 'traces_not_taken' }),
  encode: (answer, request) => encodeExport(answer, request, 'rejectedLogRecords'),
  document: {
    summary: 'Traces are not taken',
    body: { [PROTOBUF]: {}, [JSON_TYPE]: {} },
    answers: {},
    refusals: STATUS_CONTENT,
  },
};

function decode(
  { message, member, toReports }: Signal,
  body: Uint8Array,
  request: ProtocolRequest,
  { maxRecords }: DecodeBounds,
  route: RouteOtlp,
): Decoded {
  const bounds = { maxDepth: MAX_DEPTH, maxElements: maxRecords * ELEMENTS_PER_RECORD };
  try {
    const { value, warning } = isProtobuf(request)
      ? { value: readMessage(body, message, bounds), warning: undefined }
      : readJson(body, message, member, bounds);
    const { reports, items } = toReports(value, hash('sha256', body, 'base64url'), route);
    if (items.reduce((sum, count) => sum + count, 0) > maxRecords) return { refused: 'too_many_records' };
    return { reports, remarks: { items, warning } };
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    return { refused: error.reason === 'too_large' ? 'too_many_records' : 'invalid_signal' };
  }
}

/** Unknown members are ignored, as the specification asks; a body of nothing else is answered with a warning. */
function readJson(
  body: Uint8Array,
  message: Message,
  member: string,
  bounds: Parameters<typeof readJsonMessage>[2],
): { readonly value: MessageValue; readonly warning: string | undefined } {
  const json = parseExactJson(body);
  const names = Object.keys(json);
  const isForeign = names.length > 0 && !names.includes(member);
  const warning = isForeign ? 'no known member was found; names are in lowerCamelCase' : undefined;
  return { value: readJsonMessage(json, message, bounds), warning };
}
