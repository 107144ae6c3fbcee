import type { DecodedReport, MessageValue } from '@heliograph/ingest';
import { logPayload } from './logs.ts';
import { pointsOf } from './points.ts';
import { attributesOf, type Item, listOf, messageOf, scopeOf } from './values.ts';

/** What log records or data points are reports of, and whether each is one or all of a resource are one together. */
export interface OtlpSubject {
  readonly application: string;
  readonly telemetry_type: string;
  readonly records: 'item' | 'resource';
}

/** Finds it by the resource's service.name, and the name of the event or metric. */
export type RouteOtlp = (signal: 'logs' | 'metrics', service: string, name: string) => OtlpSubject | undefined;

/** Reports, and how many items each of them stands for. */
export interface Reports {
  readonly reports: DecodedReport[];
  readonly items: number[];
}

/** All log records of an export request, each a report. */
export function logReports(request: MessageValue, route: RouteOtlp): Reports {
  const all: Reports = { reports: [], items: [] };
  for (const [r, group] of listOf(request, 'resourceLogs').entries()) {
    const items = listOf(group, 'scopeLogs').flatMap((scoped, s) => {
      const scope = scopeOf(messageOf(scoped, 'scope'));
      const place = `/resourceLogs/${r}/scopeLogs/${s}/logRecords`;
      return listOf(scoped, 'logRecords').map((record, i) => logPayload(record, scope, `${place}/${i}`));
    });
    addReports(all, 'logs', group, items, route, `/resourceLogs/${r}`);
  }
  return all;
}

/** All data points of an export request, each a report, or those of a resource together, as their definition says. */
export function metricReports(request: MessageValue, route: RouteOtlp): Reports {
  const all: Reports = { reports: [], items: [] };
  for (const [r, group] of listOf(request, 'resourceMetrics').entries()) {
    const items = listOf(group, 'scopeMetrics').flatMap((scoped, s) => {
      const scope = scopeOf(messageOf(scoped, 'scope'));
      const place = `/resourceMetrics/${r}/scopeMetrics/${s}/metrics`;
      return listOf(scoped, 'metrics').flatMap((metric, m) => pointsOf(metric, scope, `${place}/${m}`));
    });
    addReports(all, 'metrics', group, items, route, `/resourceMetrics/${r}`);
  }
  return all;
}

function addReports(
  { reports, items: counts }: Reports,
  signal: 'logs' | 'metrics',
  group: MessageValue,
  items: readonly Item[],
  route: RouteOtlp,
  place: string,
): void {
  const resource = attributesOf(messageOf(group, 'resource'));
  const service = typeof resource['service.name'] === 'string' ? resource['service.name'] : '';
  const context = contextOf(resource);
  const together = new Map<string, { readonly subject: OtlpSubject; readonly own: Item[] }>();
  for (const item of items) {
    const subject = route(signal, service, item.name);
    if (subject?.records === 'resource') {
      const id = `${subject.application}/${subject.telemetry_type}`;
      const known = together.get(id);
      if (known === undefined) together.set(id, { subject, own: [item] });
      else known.own.push(item);
    } else {
      reports.push(toReport(subject, item, context, resource));
      counts.push(1);
    }
  }
  for (const { subject, own } of together.values()) {
    const payload = { values: valuesOf(own), points: Object.groupBy(own.filter(hasMore).map(ofItem), nameOf) };
    const time = own.map((item) => item.time).sort(latestFirst)[0];
    reports.push(toReport(subject, { pointer: place, name: '', time, payload }, context, resource));
    counts.push(own.length);
  }
}

/** A resend is the same to the last nanosecond. What has no time may be another of the same content. */
function toReport(
  subject: OtlpSubject | undefined,
  { pointer, time, payload: own }: Item,
  context: Record<string, unknown>,
  resource: Record<string, unknown>,
): DecodedReport {
  if (subject === undefined) return { pointer, rejection: { code: 'unknown_telemetry_type', pointer: '' } };
  const { application, telemetry_type } = subject;
  const payload = { ...own, resource };
  const key = time === undefined ? undefined : JSON.stringify([time, payload]);
  return { pointer, payloadPointer: '', report: { application, telemetry_type, key, time, context, payload } };
}

function contextOf(resource: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(resource).map(([name, value]) => [`resource.${name}`, value]));
}

const hasAttributes = ({ payload }: Item) => Object.keys(Object(payload.attributes)).length > 0;
const hasMore = (item: Item) => hasAttributes(item) || item.payload.value === undefined;
const ofItem = ({ payload }: Item) => payload;
const nameOf = (payload: Record<string, unknown>) => String(payload.name);
const latestFirst = (a = '', b = '') => (a < b ? 1 : -1);

/** Points of one number without attributes, by the name of their metric. */
function valuesOf(items: readonly Item[]): Record<string, unknown> {
  return Object.fromEntries(items.filter((item) => !hasMore(item)).map(({ name, payload }) => [name, payload.value]));
}
