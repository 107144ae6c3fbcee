import type { Definition, RawRecord, SourceEnvelope } from '@heliograph/schema';
import type { PublishRecord } from '@heliograph/stream';
import { observedAt } from './observed-at.ts';
import type { Rejection } from './problem.ts';
import { compileReader, type Time } from './reader.ts';
import { type Hash, recordId } from './record-id.ts';

/** What the judgement of a request takes from the world at that moment. */
export interface Moment {
  readonly nowMs: number;
  /** W3C trace context of the request, for the headers of its records. */
  readonly traceparent: string;
}

/** An envelope that has passed its schema, with an id in any case and its time read. */
export interface Routed {
  readonly envelope: SourceEnvelope;
  readonly id: string;
  readonly time: Time;
}

/** Makes the records of an envelope, one for each system, or says why not; pointers are relative to the envelope. */
export type ToRecords = (routed: Routed, moment: Moment) => PublishRecord[] | Rejection;

/** A broker takes at most 1 MiB as one batch, of which the publisher uses 943,718 bytes, key and headers included. */
const LARGEST_RECORD_BYTES = 900_000;

/** Compiles a definition, once, into the function that makes records of its envelopes. Throws where its pattern is none. */
export function compileRecords(definition: Definition, hash: Hash): ToRecords {
  const { application, telemetry_type, record } = definition;
  const read = compileReader(definition);

  function toRecord(part: unknown, index: number, { envelope, id, time }: Routed, nowMs: number, receivedAt: string) {
    if (!isObject(part)) return { code: 'bad_payload', pointer: '' } as const;
    const reading = read(part, time);
    if ('code' in reading) return reading;
    const { systemId, channel } = reading;
    const raw: RawRecord = {
      id: recordId(hash, id, [application, telemetry_type, systemId], index),
      application,
      telemetry_type,
      schema_version: envelope.schema_version ?? 1,
      channel,
      system_id: systemId,
      time: reading.time.text,
      received_at: receivedAt,
      ...observedAt(reading.time.instant, nowMs, record.late_window),
      payload: part,
    };
    const value = Buffer.from(JSON.stringify(raw));
    if (value.length > LARGEST_RECORD_BYTES) return { code: 'record_too_large', pointer: '' } as const;
    return { key: systemId, value };
  }

  return (routed, { nowMs, traceparent }) => {
    const { payload } = routed.envelope;
    const receivedAt = new Date(nowMs).toISOString();
    const headers = { application, telemetry_type, traceparent };
    if (!record.each_element) {
      const made = toRecord(payload, 0, routed, nowMs, receivedAt);
      return 'code' in made ? within('/payload', made) : [{ ...made, headers }];
    }
    if (!Array.isArray(payload)) return { code: 'bad_payload', pointer: '/payload' };
    if (payload.length === 0) return { code: 'empty_payload', pointer: '/payload' };
    const records: PublishRecord[] = [];
    for (const [index, part] of payload.entries()) {
      const made = toRecord(part, index, routed, nowMs, receivedAt);
      if ('code' in made) return within(`/payload/${index}`, made);
      records.push({ ...made, headers });
    }
    return records;
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A rejection seen from further outside. */
function within(place: string, { code, pointer }: Rejection): Rejection {
  return { code, pointer: place + pointer };
}
