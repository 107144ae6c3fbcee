import type { MessageValue } from '@heliograph/ingest';
import { anyValue, attributesOf, hexOf, type Item, messageOf, textOf, timeOf } from './values.ts';

/** The attribute that named an event before the field did. */
const EVENT_NAME = 'event.name';

/** A log record as a payload holds it; its time is its own, or else when it was observed. */
export function logPayload(record: MessageValue, scope: object, pointer: string): Item {
  const attributes = attributesOf(record);
  const named = attributes[EVENT_NAME];
  const name = textOf(record, 'eventName') || (typeof named === 'string' ? named : '');
  const time = timeOf(record.timeUnixNano);
  const observed = timeOf(record.observedTimeUnixNano);
  return {
    pointer,
    name,
    time: time ?? observed,
    payload: {
      name,
      time,
      observed_time: observed,
      severity_number: record.severityNumber,
      severity_text: record.severityText,
      body: record.body === undefined ? undefined : anyValue(messageOf(record, 'body')),
      trace_id: hexOf(record.traceId),
      span_id: hexOf(record.spanId),
      attributes,
      scope,
    },
  };
}
