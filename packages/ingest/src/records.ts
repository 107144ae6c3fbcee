import { type Definition, observedAt, type RawRecord, type SourceEnvelope, uuidFromHex } from '@heliograph/schema';
import { compileRecordReader, type Time } from './record-reader.ts';
import type { Rejection } from './rejection.ts';
import type { Context } from './report.ts';

/** SHA-256 of a text, in lower-case hex. */
export type Hash = (text: string) => string;

/** A record of the raw topic, and its JSON. */
export interface IngestedRecord {
  readonly raw: RawRecord;
  readonly value: Buffer;
}

/** A report whose members have been checked: it has an id in any case, and its time has been read. */
interface CheckedReport {
  readonly id: string;
  readonly schemaVersion: SourceEnvelope['schema_version'];
  readonly time: Time;
  readonly context: Context;
  readonly payload: unknown;
}

/** Makes the records of a report, one for each system, or says why not; pointers are relative to the report. */
export type ToRecords = (report: CheckedReport, nowMs: number) => IngestedRecord[] | Rejection;

/** Compiles a definition, once, into the function that makes records of its reports. Throws if its pattern is invalid. */
export function compileRecords(definition: Definition, hash: Hash): ToRecords {
  const { application, telemetry_type, record } = definition;
  const read = compileRecordReader(definition);

  function toRecord(part: unknown, index: number, report: CheckedReport, nowMs: number, receivedAt: string) {
    if (!isObject(part)) return { code: 'invalid_payload', pointer: '' } as const;
    const reading = read(part, report.time, report.context);
    if ('code' in reading) return reading;
    const { systemId, channel, time, record: payload } = reading;
    const raw: RawRecord = {
      id: recordId(hash, report.id, [application, telemetry_type, systemId], index),
      application,
      telemetry_type,
      schema_version: report.schemaVersion ?? 1,
      channel,
      system_id: systemId,
      time: time.text,
      received_at: receivedAt,
      ...observedAt(time.instant, nowMs, record.late_window),
      payload,
    };
    const value = Buffer.from(JSON.stringify(raw));
    if (value.length > record.max_bytes) return { code: 'record_too_large', pointer: '' } as const;
    return { raw, value };
  }

  return (report, nowMs) => {
    const { payload } = report;
    const receivedAt = new Date(nowMs).toISOString();
    if (!record.each_element) {
      const made = toRecord(payload, 0, report, nowMs, receivedAt);
      return 'code' in made ? within('/payload', made) : [made];
    }
    if (!Array.isArray(payload)) return { code: 'invalid_payload', pointer: '/payload' };
    if (payload.length === 0) return { code: 'empty_payload', pointer: '/payload' };
    const records: IngestedRecord[] = [];
    for (const [index, part] of payload.entries()) {
      const made = toRecord(part, index, report, nowMs, receivedAt);
      if ('code' in made) return within(`/payload/${index}`, made);
      records.push(made);
    }
    return records;
  };
}

/**
 * The id of one record: the same for the same report id, system and index, so that a report that is sent again is known
 * again; another one for another system, application or type, so that a source that uses one id for all of its reports
 * loses none. See docs/adr/0006. None of the parts can contain the separator.
 */
export function recordId(hash: Hash, reportId: string, system: readonly string[], index: number): string {
  return uuidFromHex(hash([reportId.toLowerCase(), ...system, index].join('\0')));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A rejection seen from further outside. */
function within(place: string, { code, pointer }: Rejection): Rejection {
  return { code, pointer: place + pointer };
}
