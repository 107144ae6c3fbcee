import type { RefusalCode } from '@heliograph/ingest';
import {
  type RawRequest,
  REQUEST_HEADER,
  type Receipt,
  type Register,
  type RequestKind,
  SourceRequest,
} from '@heliograph/schema';
import type { PublishRecord } from '@heliograph/stream';

/** What is taken from the world when a request is made a record. */
export interface Moment {
  readonly nowMs: number;
  /** W3C trace context of the request, for the headers of its record. */
  readonly traceparent: string;
}

export interface SystemRequestOptions {
  readonly register: Pick<Register, 'definitions'>;
  /** A fresh UUID that nobody can guess: whoever has it may read what became of the request. */
  readonly newRequestId: () => string;
  readonly receiptOf: (requestId: string) => Receipt;
}

/** The id is for the one who asked, and is not in the record. */
export type AcceptedRequest = { readonly id: string; readonly record: PublishRecord };
export type RefusedRequest = {
  readonly refused: Extract<RefusalCode, 'not_a_request' | 'not_registered'>;
  /** Has no key in it that only the sender knows. */
  readonly pointer: string;
};

/**
 * Builds the function that makes a record of an owner's request. It has the key of the system's reports, so it goes to the
 * same partition, behind all that was accepted of the system before. Nobody is told whether the system is known: the gateway
 * does not know it either. Any status of a definition will do, for what was taken in before has to be reached too.
 */
export function createSystemRequests({ register, newRequestId, receiptOf }: SystemRequestOptions) {
  return (kind: RequestKind, body: unknown, { nowMs, traceparent }: Moment): AcceptedRequest | RefusedRequest => {
    const parsed = SourceRequest.safeParse(body);
    if (!parsed.success) return { refused: 'not_a_request', pointer: pointerTo(parsed.error.issues[0]?.path[0]) };
    const { application, telemetry_type, system_id } = parsed.data;
    const own = register.definitions.filter((definition) => definition.application === application);
    if (own.length === 0) return { refused: 'not_registered', pointer: '/application' };
    if (telemetry_type !== undefined && !own.some((definition) => definition.telemetry_type === telemetry_type))
      return { refused: 'not_registered', pointer: '/telemetry_type' };
    const id = newRequestId();
    const type = telemetry_type === undefined ? {} : { telemetry_type };
    const request: RawRequest = {
      request: kind,
      receipt: receiptOf(id),
      application,
      ...type,
      system_id,
      received_at: new Date(nowMs).toISOString(),
    };
    const headers = { application, ...type, traceparent, [REQUEST_HEADER]: kind };
    return { id, record: { key: system_id, value: Buffer.from(JSON.stringify(request)), headers } };
  };
}

/** `member` comes from our schema; a member that is too much, or a body that is no object, is the body's own fault. */
function pointerTo(member: PropertyKey | undefined): string {
  return member === undefined ? '' : `/${String(member)}`;
}
