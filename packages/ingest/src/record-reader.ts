import {
  type Channel,
  compileChannel,
  type Definition,
  type Instant,
  parseRfc3339,
  pointerSegments,
  SystemId,
  valueAt,
} from '@heliograph/schema';
import type { Rejection } from './rejection.ts';
import type { Context } from './report.ts';

/** A time as the sender wrote it, and the instant that it means. */
export interface Time {
  readonly text: string;
  readonly instant: Instant;
}

/** What routing has to know of one record of a payload. */
interface Reading {
  readonly systemId: SystemId;
  readonly channel: Channel;
  readonly time: Time;
  /** The record, with the system id where it belongs if that stood beside it: everything behind looks for it there. */
  readonly record: object;
}

/**
 * Reads one record; pointers of a rejection are relative to it. `reportTime` stands in if it has no time itself, and
 * `system_id` of the context if it names no system.
 */
export type RecordReader = (record: object, reportTime: Time, context: Context) => Reading | Rejection;

/** Compiles what a definition says about routing, once. Throws if its regular expression is invalid. */
export function compileRecordReader(definition: Definition): RecordReader {
  const { system_id, time } = definition.record;
  const idSegments = pointerSegments(system_id);
  const timeSegments = time === undefined ? undefined : pointerSegments(time);
  const channelOf = compileChannel(definition);
  return (record, reportTime, context) => {
    const inRecord = valueAt(record, idSegments) ?? undefined;
    const given = inRecord ?? context.system_id;
    if (given === undefined || given === null) return { code: 'missing_system_id', pointer: system_id };
    const systemId = SystemId.safeParse(given);
    if (!systemId.success) return { code: 'invalid_system_id', pointer: system_id };
    const own = timeSegments === undefined ? undefined : valueAt(record, timeSegments);
    const measured = own === undefined || own === null ? reportTime : readTime(own);
    if (measured === undefined) return { code: 'invalid_time', pointer: time ?? '' };
    const complete = inRecord === undefined ? withValueAt(record, idSegments, given) : record;
    return { systemId: systemId.data, channel: channelOf(record), time: measured, record: complete };
  };
}

/** Undefined if the value is not an RFC 3339 timestamp. */
export function readTime(text: unknown): Time | undefined {
  if (typeof text !== 'string') return undefined;
  const instant = parseRfc3339(text);
  return instant === undefined ? undefined : { text, instant };
}

/** A copy with a value at a place; what is no object on the way there is replaced. */
function withValueAt(record: unknown, [name = '', ...inner]: readonly string[], value: unknown): object {
  const members = typeof record === 'object' && record !== null && !Array.isArray(record) ? record : {};
  if (inner.length === 0) return { ...members, [name]: value };
  return { ...members, [name]: withValueAt((members as Record<string, unknown>)[name], inner, value) };
}
