import type { DecodedReport, MessageValue } from '@heliograph/ingest';
import { pointsOf } from './data-points.ts';
import { logPayload } from './logs.ts';
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

/** All log records of an export request, each a report. `key` is the same for the same request. */
export function logReports(request: MessageValue, key: string, route: RouteOtlp): Reports {
  const all: Reports = { reports: [], items: [] };
  for (const [r, group] of listOf(request, 'resourceLogs').entries()) {
    const items = listOf(group, 'scopeLogs').flatMap((scoped, s) => {
      const scope = scopeOf(messageOf(scoped, 'scope'));
      const place = `/resourceLogs/${r}/scopeLogs/${s}/logRecords`;
      return listOf(scoped, 'logRecords').map((record, i) => logPayload(record, scope, `${place}/${i}`));
    });
    addReports(all, 'logs', group, items, route, `/resourceLogs/${r}`, key);
  }
  return all;
}

/** All data points of an export request, each a report, or those of a resource together, as their definition says. */
export function metricReports(request: MessageValue, key: string, route: RouteOtlp): Reports {
  const all: Reports = { reports: [], items: [] };
  for (const [r, group] of listOf(request, 'resourceMetrics').entries()) {
    const items = listOf(group, 'scopeMetrics').flatMap((scoped, s) => {
      const scope = scopeOf(messageOf(scoped, 'scope'));
      const place = `/resourceMetrics/${r}/scopeMetrics/${s}/metrics`;
      return listOf(scoped, 'metrics').flatMap((metric, m) => pointsOf(metric, scope, `${place}/${m}`));
    });
    addReports(all, 'metrics', group, items, route, `/resourceMetrics/${r}`, key);
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
  key: string,
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
      reports.push(toReport(subject, item, context, resource, key));
      counts.push(1);
    }
  }
  for (const { subject, own } of together.values()) {
    const payload = { values: valuesOf(own), points: Object.groupBy(own.filter(hasMore).map(ofItem), nameOf) };
    const time = own.map((item) => item.time).sort(latestFirst)[0];
    reports.push(toReport(subject, { pointer: place, name: '', time, payload }, context, resource, key));
    counts.push(own.length);
  }
}

/** A request that is sent again has the same bytes, and what is in it the same places. */
function toReport(
  subject: OtlpSubject | undefined,
  { pointer, time, payload: own }: Item,
  context: Record<string, unknown>,
  resource: Record<string, unknown>,
  requestKey: string,
): DecodedReport {
  if (subject === undefined) return { pointer, rejection: { code: 'unknown_telemetry_type', pointer: '' } };
  const { application, telemetry_type } = subject;
  const payload = { ...own, resource };
  const key = requestKey + pointer;
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
