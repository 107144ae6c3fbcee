import { parseJson, type RefusalCode } from '@heliograph/ingest';
import {
  type RawRequest,
  REQUEST_HEADER,
  type Receipt,
  type Register,
  type RequestKind,
  SourceRequest,
} from '@heliograph/schema';
import { PublishError, type Publisher, type PublishRecord } from '@heliograph/stream';
import { targetsOtherApplication } from './auth/access.ts';
import { NO_BODY, newTraceparent, type Responder, type Step } from './http/exchange.ts';
import type { GatewayMetrics } from './metrics.prometheus.ts';

/** Two names of 64 characters and a system id of 128, all of them escaped as \uXXXX, are some 1,700 bytes. */
export const MAX_PRIVACY_REQUEST_BYTES = 4096;

export interface PrivacyRequestOptions {
  readonly toRecord: ReturnType<typeof createPrivacyRequests>;
  readonly publisher: Pick<Publisher, 'publish'>;
  readonly metrics: Pick<GatewayMetrics, 'privacyRequest'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/**
 * The last step of POST /v1/erasures and /v1/exports: answers once the request is in the log, with the id under which its
 * sender finds out what became of it.
 */
export function createFilePrivacyRequest(
  kind: RequestKind,
  respond: Responder,
  { toRecord, publisher, metrics, clock }: PrivacyRequestOptions,
): Step {
  return async (_request, response) => {
    const { locals } = response;
    const parsed = parseJson(locals.body);
    locals.body = NO_BODY;
    if (parsed === undefined) return respond.refuse(response, { refused: 'malformed_json' });
    if (targetsOtherApplication(locals.caller, applicationsIn(parsed.json)))
      return respond.refuse(response, { refused: 'application_mismatch' });
    const made = toRecord(kind, parsed.json, { nowMs: clock(), traceparent: newTraceparent() });
    if ('refused' in made) return respond.refuse(response, made);
    try {
      await publisher.publish([made.record]);
    } catch (error) {
      if (error instanceof PublishError) return respond.refuseUnpublished(response, error.code);
      throw error;
    }
    metrics.privacyRequest(kind);
    const body = JSON.stringify({ id: made.id, request: kind, status: 'accepted' });
    respond.send(response, { status: 202, headers: { 'Content-Type': 'application/json' }, body });
  };
}

/** The applications that a body names, whether it is one request or, by mistake, several. */
function applicationsIn(body: unknown): unknown[] {
  return [body]
    .flat()
    .map((one: unknown) =>
      typeof one === 'object' && one !== null && 'application' in one ? one.application : undefined,
    );
}

/** What is taken from the world when a request is made a record. */
export interface Moment {
  readonly nowMs: number;
  /** W3C trace context of the request, for the headers of its record. */
  readonly traceparent: string;
}

export interface PrivacyRequestsOptions {
  readonly register: Pick<Register, 'definitions'>;
  /** A fresh UUID that cannot be guessed: with it one may read what became of the request. */
  readonly newRequestId: () => string;
  readonly receiptOf: (requestId: string) => Receipt;
}

/** The id is for the one who asked, and is not in the record. */
export type AcceptedRequest = { readonly id: string; readonly record: PublishRecord };
export type RefusedRequest = {
  readonly refused: Extract<RefusalCode, 'invalid_request' | 'not_registered'>;
  /** Has no key in it that only the sender knows. */
  readonly pointer: string;
};

/**
 * Builds the function that makes a record of a privacy request. It has the key of the system's reports, so it goes to the
 * same partition, behind all that was accepted of the system before. The answer does not say whether the system is known:
 * the gateway does not know it either. Any status of a definition will do, for what was accepted before has to be reached.
 */
export function createPrivacyRequests({ register, newRequestId, receiptOf }: PrivacyRequestsOptions) {
  return (kind: RequestKind, body: unknown, { nowMs, traceparent }: Moment): AcceptedRequest | RefusedRequest => {
    const parsed = SourceRequest.safeParse(body);
    if (!parsed.success) return { refused: 'invalid_request', pointer: pointerTo(parsed.error.issues[0]?.path[0]) };
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
