import { type DecodedReport, parseJson } from '@heliograph/ingest';

/** What an event is a report of. */
export interface EventSubject {
  readonly application: string;
  readonly telemetry_type: string;
}

/** Finds what events of a type and source are reports of. */
export type RouteEvent = (type: string, source: string) => EventSubject | undefined;

/** Attributes by their names, and `data` or `data_base64` (CloudEvents 1.0, JSON format, section 3). */
export type Event = Readonly<Record<string, unknown>>;

const REQUIRED = ['id', 'source', 'type'] as const;
/** Characters of base64 with padding (RFC 4648, section 4). */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * One event as a report. Source and id together are what makes it the same event when it is sent again, so they are the
 * report's key. `pointer` is its place in the body.
 */
export function toReport(event: Event, pointer: string, route: RouteEvent): DecodedReport {
  const wrong = findWrongAttribute(event);
  if (wrong !== undefined) return { pointer, rejection: { code: 'invalid_event', pointer: wrong } };
  const [id, source, type] = REQUIRED.map((name) => String(event[name])) as [string, string, string];
  const subject = route(type, source);
  if (subject === undefined) return { pointer, rejection: { code: 'unknown_telemetry_type', pointer: '/type' } };
  const { application, telemetry_type } = subject;
  const { time, data, data_base64, ...attributes } = event;
  const context = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`cloudevent.${name}`, value]));
  const payload = typeof data_base64 === 'string' ? decodeBase64(data_base64) : data;
  const key = JSON.stringify([source, id]);
  return { pointer, payloadPointer: '/data', report: { application, telemetry_type, key, time, context, payload } };
}

/** The place of the attribute that makes this no event of version 1.0; undefined if it is one. */
function findWrongAttribute(event: Event): string | undefined {
  if (event.specversion !== '1.0') return '/specversion';
  for (const name of REQUIRED) if (typeof event[name] !== 'string' || event[name] === '') return `/${name}`;
  if ('data' in event && 'data_base64' in event) return '/data_base64';
  return 'data_base64' in event && !isBase64(event.data_base64) ? '/data_base64' : undefined;
}

const isBase64 = (value: unknown) => typeof value === 'string' && BASE64.test(value);

/** Of what is no JSON ingest says that it is no payload. */
const decodeBase64 = (text: string): unknown => parseJson(Buffer.from(text, 'base64'))?.json;
