import {
  type Answer,
  type DecodeBounds,
  type Decoded,
  type DecodedReport,
  encodeProblem,
  encodeResults,
  type HttpAnswer,
  type Protocol,
  type ProtocolDocument,
  type ProtocolRequest,
  RESULTS_DOCUMENT,
  type Refusal,
  type Report,
} from '@heliograph/ingest';
import { type BesideBody, readBesideBody } from './beside-body.ts';
import { type Format, MEDIA_TYPES, readValues, type Values } from './read-values.ts';

/** A body that is the payload itself, at an address that says whose it is (docs/sources/plain.md). */
export const plain: Protocol = {
  name: 'plain',
  routes: (['POST', 'PUT'] as const).map((method) => ({ method, path: '/v1/telemetry/:application/:telemetry_type' })),
  mediaTypes: Object.values(MEDIA_TYPES).flat(),
  decode(body, request, bounds) {
    const [application = '', telemetry_type = ''] = request.path.split('/').slice(3).map(decoded);
    const format = formatOf(request.header('content-type'));
    const target = { application, telemetry_type, form: FORMS[format], isQueryOurs: true };
    return toReports(readValues(body, format, bounds), request, target);
  },
  encode: encodeResults,
  document: {
    summary: 'Send a payload itself',
    body: Object.fromEntries(Object.values(MEDIA_TYPES).flatMap((types) => types.map((type) => [type, {}]))),
    answers: RESULTS_DOCUMENT,
  },
};

type Form = Report['form'];
/** What a payload of each format is. */
export const FORMS: Readonly<Record<Format, Form>> = { json: undefined, 'json-lines': 'element', form: 'fields' };

/** An address of a product's own clients: what its definition says of it (`receive.http`). */
export interface OwnPath {
  readonly application: string;
  readonly telemetry_type: string;
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly read: (body: Uint8Array, request: ProtocolRequest, bounds: DecodeBounds) => Values | Refusal;
  readonly form: Form;
  /** `*` for any and for none. */
  readonly mediaTypes: readonly string[];
  /** Where beside the body the system is named, such as `header.x-cluster-id`. */
  readonly systemId: string | undefined;
  /** Where in a value its own id is, as the segments of a JSON pointer. */
  readonly id: readonly string[] | undefined;
  readonly answer:
    | { readonly status: number; readonly media_type: string; readonly body?: string | undefined }
    | undefined;
}

/** The protocol of such an address: its answer is the one that its clients take for success, or a problem document. */
export function ownPathProtocol(own: OwnPath): Protocol {
  const { method, path, mediaTypes, answer } = own;
  return {
    name: 'own-path',
    routes: [{ method, path }],
    mediaTypes,
    decode: (body, request, bounds) =>
      toReports(own.read(body, request, bounds), request, { ...own, isQueryOurs: false }),
    encode: answer === undefined ? encodeResults : (of) => encodeOwn(of, answer),
    document: {
      summary: `Send ${own.telemetry_type} as the clients of ${own.application} do`,
      body: Object.fromEntries(mediaTypes.map((type) => [type, {}])),
      answers: answer === undefined ? RESULTS_DOCUMENT : ownAnswer(answer),
    },
  };
}

function ownAnswer({ status, media_type, body = '' }: NonNullable<OwnPath['answer']>): ProtocolDocument['answers'] {
  const description = 'The report is durable.';
  return { [status]: body === '' ? { description } : { description, content: { [media_type]: { const: body } } } };
}

function encodeOwn(of: Answer, answer: NonNullable<OwnPath['answer']>): HttpAnswer {
  if ('refused' in of) return encodeProblem(of);
  if (!of.results.some(({ status }) => status === 'accepted'))
    return encodeProblem({ refused: 'none_accepted', results: of.results });
  const { status, media_type, body = '' } = answer;
  return { status, headers: body === '' ? {} : { 'Content-Type': media_type }, body };
}

interface Target {
  readonly application: string;
  readonly telemetry_type: string;
  readonly form: Form;
  readonly id?: readonly string[] | undefined;
  readonly systemId?: string | undefined;
  readonly isQueryOurs: boolean;
}

function toReports(values: Values | Refusal, request: ProtocolRequest, target: Target): Decoded {
  if ('refused' in values) return values;
  const beside = readBesideBody(request, target);
  return { reports: values.map(({ value, pointer }) => toReport(value, pointer, beside, target)) };
}

function toReport(value: unknown, pointer: string, beside: BesideBody, target: Target): DecodedReport {
  const { application, telemetry_type, form, id } = target;
  const { time, schemaVersion: schema_version, context } = beside;
  if (isEnvelopeOf(target, value)) return { pointer, report: { time, schema_version, ...value, context } };
  const own = id?.reduce(memberOf, value);
  // Of several lines no two are the same report.
  const key = typeof own === 'string' || typeof own === 'number' ? String(own) : beside.id && beside.id + pointer;
  const report = {
    ...idOf(key),
    application,
    telemetry_type,
    schema_version,
    time,
    context,
    payload: value,
    form,
  };
  return { pointer, payloadPointer: '', report };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** A UUID is the id; of any other text one is made. */
function idOf(key: string | undefined): { id?: string; key?: string } {
  if (key === undefined) return {};
  return UUID.test(key) ? { id: key } : { key };
}

/** A client that wraps its payload in an envelope of the address's own application and type means the payload. */
function isEnvelopeOf({ application, telemetry_type }: Target, value: unknown): value is object {
  if (typeof value !== 'object' || value === null || !('payload' in value)) return false;
  const named = value as { readonly application?: unknown; readonly telemetry_type?: unknown };
  return named.application === application && named.telemetry_type === telemetry_type;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function formatOf(contentType = ''): Format {
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (MEDIA_TYPES.form.includes(mediaType)) return 'form';
  return MEDIA_TYPES['json-lines'].includes(mediaType) ? 'json-lines' : 'json';
}

/** A segment of a path; one that is wrongly encoded names nothing that is registered. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
