import {
  perContent,
  perDefinition,
  pointerSegments,
  type Register,
  type RouteRefusal,
  SourceEnvelope,
  uuidFromHex,
} from '@heliograph/schema';
import { findUnsafeValue, isForbiddenKey, type UnsafeValue } from './json-guard.ts';
import { asPayload } from './payload-form.ts';
import { readTime } from './record-reader.ts';
import { compileRecords, type Hash, type IngestedRecord } from './records.ts';
import { type Rejection, type Result, rejectedResult } from './rejection.ts';
import type { DecodedReport, Report } from './report.ts';

/** Either the whole request is refused, or there is a result for each report, and the records of the accepted ones. */
export type Ingested =
  | { readonly refused: 'too_many_records' }
  | { readonly results: readonly Result[]; readonly records: readonly IngestedRecord[] };

export type Ingest = (reports: readonly DecodedReport[], nowMs: number) => Ingested;

export interface IngestOptions {
  readonly register: Register;
  /** Over all reports of a request: a small body must not become a large batch. */
  readonly maxRecords: number;
  readonly hash: Hash;
  /** A fresh UUID for a report that has none. */
  readonly newId: () => string;
}

const REFUSED_AT: Readonly<Record<RouteRefusal, string>> = {
  unknown_application: '/application',
  unknown_telemetry_type: '/telemetry_type',
  definition_not_approved: '/telemetry_type',
  definition_expired: '/telemetry_type',
};

/**
 * Builds the function that turns the reports of a request into records. Each report is accepted or rejected whole. The
 * function is total: whatever it is given, it returns a result. Throws if a definition cannot be compiled.
 */
export function createIngest({ register, maxRecords, hash, newId }: IngestOptions): Ingest {
  const compiled = perDefinition((definition) => compileRecords(definition, hash));
  register.definitions.forEach(compiled);
  const registeredNames = perContent(register, namesOf);

  function recordsOf(report: Report, id: string, nowMs: number): IngestedRecord[] | Rejection {
    const unsafe = findUnsafeValue(report);
    if (unsafe !== undefined) return { code: unsafe.code, pointer: pointerTo(unsafe, registeredNames()) };
    const parsed = ReportMembers.safeParse(report);
    if (!parsed.success) return misshapen(parsed.error.issues[0]?.path[0]);
    const { application, telemetry_type, schema_version, time: text, payload } = parsed.data;
    const time = readTime(text ?? new Date(nowMs).toISOString());
    if (time === undefined) return { code: 'invalid_time', pointer: '/time' };
    const route = register.route(application, telemetry_type, nowMs);
    if ('refused' in route) return { code: route.refused, pointer: REFUSED_AT[route.refused] };
    const { context, form } = report;
    const { definition } = route;
    const given = form === undefined ? payload : asPayload(form, payload, definition);
    return compiled(definition)({ id, schemaVersion: schema_version, time, context, payload: given }, nowMs);
  }

  return (reports, nowMs) => {
    if (maximumRecords(reports) > maxRecords) return { refused: 'too_many_records' };
    const results: Result[] = [];
    const records: IngestedRecord[] = [];
    for (const decoded of reports) {
      const sentId = idOf(decoded, hash);
      const id = sentId ?? newId();
      const made = 'rejection' in decoded ? decoded.rejection : recordsOf(decoded.report, id, nowMs);
      if ('code' in made) {
        results.push(rejectedResult(sentId, { code: made.code, pointer: placeOf(decoded, made.pointer) }));
      } else {
        results.push({ id, status: 'accepted', records: made.length });
        for (const record of made) records.push(record);
      }
    }
    return { results, records };
  };
}

const ReportMembers = SourceEnvelope.partial({ time: true });
const Id = ReportMembers.shape.id;

/** At most so many records can be made of these reports, whatever their definitions say. */
function maximumRecords(reports: readonly DecodedReport[]): number {
  let sum = 0;
  for (const decoded of reports) {
    if ('rejection' in decoded) continue;
    const { payload = [] } = decoded.report;
    sum += Array.isArray(payload) ? payload.length : 1;
  }
  return sum;
}

/** The id that the sender gave, if it is a UUID, or that follows from its key: anything else is not repeated in an answer. */
function idOf(decoded: DecodedReport, hash: Hash): string | undefined {
  if ('rejection' in decoded) return undefined;
  const { id, key, application, telemetry_type } = decoded.report;
  if (key === undefined) return Id.safeParse(id).data ?? undefined;
  return uuidFromHex(hash(JSON.stringify([key, application, telemetry_type])));
}

/** The place in the body of what is at a place of a report. */
function placeOf({ pointer, payloadPointer = PAYLOAD }: DecodedReport, inReport: string): string {
  if (payloadPointer === PAYLOAD || !inReport.startsWith(PAYLOAD)) return pointer + inReport;
  return pointer + payloadPointer + inReport.slice(PAYLOAD.length);
}

const PAYLOAD = '/payload';

/** `member` comes from our schema, not from the sender. */
function misshapen(member: PropertyKey | undefined): Rejection {
  const pointer = `/${String(member)}`;
  return { code: member === 'time' ? 'invalid_time' : 'invalid_envelope', pointer };
}

/** The keys that an answer may repeat, because they are in the public register or in the envelope's schema. */
function namesOf(definitions: Register['definitions']): ReadonlySet<string> {
  const pointers = definitions.flatMap(({ fields, record }) => [
    ...Object.keys(fields),
    record.system_id,
    ...(record.time === undefined ? [] : [record.time]),
  ]);
  return new Set([...Object.keys(SourceEnvelope.shape), ...pointers.flatMap(pointerSegments)]);
}

/** Points at the value, or at the innermost one around it that can be named without repeating a key of the sender's. */
function pointerTo({ path }: UnsafeValue, registeredNames: ReadonlySet<string>): string {
  let pointer = '';
  for (const segment of path.toReversed()) {
    if (typeof segment === 'string' && !registeredNames.has(segment) && !isForbiddenKey(segment)) break;
    pointer += `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
  return pointer;
}
