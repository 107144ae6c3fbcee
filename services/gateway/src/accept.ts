import { perDefinition, pointerSegments, type Register, type RouteRefusal, SourceEnvelope } from '@heliograph/schema';
import type { PublishRecord } from '@heliograph/stream';
import { type Rejection, type RequestErrorCode, type Result, rejected } from './problem.ts';
import { readTime } from './reader.ts';
import type { Hash } from './record-id.ts';
import { compileRecords, type Moment } from './records.ts';
import { type Fault, findFault, isForbidden } from './screen.ts';

/** Either the whole request is refused, or there is a result for each envelope, and the records of the accepted ones. */
export type Judgement =
  | { readonly refused: RequestErrorCode }
  | { readonly results: readonly Result[]; readonly records: readonly PublishRecord[] };

export type Accept = (body: unknown, moment: Moment) => Judgement;

export interface AcceptOptions {
  readonly register: Register;
  readonly maxEnvelopes: number;
  /** Over all envelopes of a request: a small body must not become a large batch. */
  readonly maxRecords: number;
  readonly hash: Hash;
  /** A fresh UUID for an envelope that has none. */
  readonly newId: () => string;
}

const REFUSED_AT: Readonly<Record<RouteRefusal, string>> = {
  unknown_application: '/application',
  unknown_telemetry_type: '/telemetry_type',
  definition_not_approved: '/telemetry_type',
  definition_expired: '/telemetry_type',
};

/**
 * Builds the function that judges a parsed body: one envelope, or an array of them, of which each is accepted or rejected
 * whole. The function is total: whatever JSON it is given, it gives a judgement. Throws where a definition cannot be
 * compiled.
 */
export function createAccept({ register, maxEnvelopes, maxRecords, hash, newId }: AcceptOptions): Accept {
  const recordsOfDefinition = perDefinition((definition) => compileRecords(definition, hash));
  register.definitions.forEach(recordsOfDefinition);
  const ourNames = perContent(register, namesOf);

  function recordsOf(input: unknown, id: string, moment: Moment): PublishRecord[] | Rejection {
    if (typeof input !== 'object' || input === null || Array.isArray(input))
      return { code: 'not_an_envelope', pointer: '' };
    const fault = findFault(input);
    if (fault !== undefined) return { code: fault.code, pointer: pointerTo(fault, ourNames()) };
    const parsed = SourceEnvelope.safeParse(input);
    if (!parsed.success) return misshapen(parsed.error.issues[0]?.path[0]);
    const envelope = parsed.data;
    const time = readTime(envelope.time);
    if (time === undefined) return { code: 'bad_time', pointer: '/time' };
    const route = register.route(envelope.application, envelope.telemetry_type, moment.nowMs);
    if ('refused' in route) return { code: route.refused, pointer: REFUSED_AT[route.refused] };
    return recordsOfDefinition(route.definition)({ envelope, id, time }, moment);
  }

  return (body, moment) => {
    const isArray = Array.isArray(body);
    const envelopes: readonly unknown[] = isArray ? body : [body];
    if (envelopes.length === 0) return { refused: 'no_envelopes' };
    if (envelopes.length > maxEnvelopes) return { refused: 'too_many_envelopes' };
    if (mostRecords(envelopes) > maxRecords) return { refused: 'too_many_records' };
    const results: Result[] = [];
    const records: PublishRecord[] = [];
    for (const [index, envelope] of envelopes.entries()) {
      const given = idOf(envelope);
      const id = given ?? newId();
      const made = recordsOf(envelope, id, moment);
      if ('code' in made) {
        const pointer = isArray ? `/${index}${made.pointer}` : made.pointer;
        results.push(rejected(given, { code: made.code, pointer }));
      } else {
        results.push({ id, status: 'accepted', records: made.length });
        for (const record of made) records.push(record);
      }
    }
    return { results, records };
  };
}

/** At most so many records can become of these envelopes, whatever their definitions say. */
function mostRecords(envelopes: readonly unknown[]): number {
  let sum = 0;
  for (const envelope of envelopes) {
    const payload = typeof envelope === 'object' && envelope !== null && 'payload' in envelope ? envelope.payload : [];
    sum += Array.isArray(payload) ? payload.length : 1;
  }
  return sum;
}

const Id = SourceEnvelope.shape.id;

/** The id that the sender gave, where it is one: anything else is not repeated in an answer. */
function idOf(envelope: unknown): string | undefined {
  if (typeof envelope !== 'object' || envelope === null || !('id' in envelope)) return undefined;
  return Id.safeParse(envelope.id).data;
}

/** `member` comes from our schema, not from the sender. */
function misshapen(member: PropertyKey | undefined): Rejection {
  const pointer = `/${String(member)}`;
  return { code: member === 'time' ? 'bad_time' : 'bad_envelope', pointer };
}

/** What is derived from the register as a whole, made anew when its content has changed. */
function perContent<T>(register: Register, derive: (register: Register) => T): () => T {
  let [content, derived] = [register.definitions, derive(register)];
  return () => {
    if (content !== register.definitions) [content, derived] = [register.definitions, derive(register)];
    return derived;
  };
}

/** The keys that an answer may repeat, because they stand in the public register or in the envelope's schema. */
function namesOf(register: Register): ReadonlySet<string> {
  const pointers = register.definitions.flatMap(({ fields, record }) => [
    ...Object.keys(fields),
    record.system_id,
    ...(record.time === undefined ? [] : [record.time]),
  ]);
  return new Set([...Object.keys(SourceEnvelope.shape), ...pointers.flatMap(pointerSegments)]);
}

/** Points at the fault, or at the innermost value around it that can be named without repeating a key of the sender's. */
function pointerTo({ path }: Fault, ourNames: ReadonlySet<string>): string {
  let pointer = '';
  for (const segment of path.toReversed()) {
    if (typeof segment === 'string' && !ourNames.has(segment) && !isForbidden(segment)) break;
    pointer += `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
  return pointer;
}
