import { randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import {
  type Context,
  type DecodedReport,
  type HttpAnswer,
  type Protocol,
  type ProtocolRequest,
  REFUSALS,
  type Refusal,
  type RefusalCode,
  type Remarks,
  type Result,
} from '@heliograph/ingest';
import type { PublishFailure, PublishRecord } from '@heliograph/stream';
import type { NextFunction, Request, Response } from 'express';
import type { Caller } from '../auth/access.ts';
import type { Charge } from '../limits/rate-limits.ts';
import type { GatewayMetrics } from '../metrics.prometheus.ts';

/** What the steps of a chain hand on. The value that a step sets is meaningless before it; app.ts has their order. */
export interface Exchange {
  protocol: Protocol;
  /** Set by `authenticate`. */
  caller: Caller;
  /** Set by `limitRate`. */
  charge: Charge | undefined;
  /** Set by `readBody`, and dropped by what decodes it. */
  body: Buffer;
  /** Set by `decode`, and dropped by `ingest`: what was parsed is not held while its records are delivered. */
  reports: readonly DecodedReport[];
  /** Set by `decode`. */
  remarks: Remarks | undefined;
  /** Set by `ingest`. */
  results: readonly Result[];
  records: readonly PublishRecord[];
}

export const NO_BODY = Buffer.alloc(0);

export function newExchange(protocol: Protocol): Exchange {
  return {
    protocol,
    caller: { client: { address: '' } },
    charge: undefined,
    body: NO_BODY,
    reports: [],
    remarks: undefined,
    results: [],
    records: [],
  };
}

type ExchangeResponse = Response<unknown, Exchange>;

/** Express middleware of a chain: either ends the request, or hands it on with `next`. */
export type Step = (request: Request, response: ExchangeResponse, next: NextFunction) => void | Promise<void>;

/** Why a request is refused; `waitMs` is when it may be sent again, for a refusal by a rate limit. */
interface RefusalReason extends Omit<Refusal, 'retryAfterS'> {
  readonly waitMs?: number;
}

export interface Responder {
  send(response: ExchangeResponse, answer: HttpAnswer | 'disconnect'): void;
  /** Answers in the protocol of the exchange, under the status of the code. With 503 all tokens are given back. */
  refuse(response: ExchangeResponse, reason: RefusalReason, headers?: OutgoingHttpHeaders): void;
  /** Answers that the records are not, or cannot be, delivered. */
  refuseUnpublished(response: ExchangeResponse, failure: PublishFailure): void;
}

export interface ResponderOptions {
  readonly metrics: Pick<GatewayMetrics, 'refused'>;
  /** From 0 to 1: spreads clients that were refused together, so that they do not come back together. */
  readonly random: () => number;
  /** Milliseconds of a monotonic clock. */
  readonly steadyClock: () => number;
}

const UNPUBLISHED: Readonly<Record<PublishFailure, RefusalCode>> = {
  overloaded: 'overloaded',
  unavailable: 'kafka_unavailable',
  timed_out: 'delivery_timed_out',
  stopped: 'draining',
};

/** Longer would be a guess: a client with that much debt may as well ask again. */
const MAX_RETRY_AFTER_S = 3600;
const COUNTED_STATUSES: readonly number[] = [401, 403, 429];

export function createResponder({ metrics, random, steadyClock }: ResponderOptions): Responder {
  /** Up to twice the time to wait; one or two seconds if it is unknown. */
  function retryAfterS(status: number, waitMs: number | undefined): number | undefined {
    if (status === 503) return 1 + Math.round(random());
    if (waitMs === undefined) return undefined;
    return Math.min(Math.ceil((waitMs / 1000) * (1 + random())), MAX_RETRY_AFTER_S);
  }

  const refuse: Responder['refuse'] = (response, { waitMs, ...refusal }, headers) => {
    const { protocol, charge } = response.locals;
    const { status } = REFUSALS[refusal.refused];
    if (status === 503) charge?.refund(steadyClock());
    if (COUNTED_STATUSES.includes(status)) metrics.refused(refusal.refused);
    const retryAfter = retryAfterS(status, waitMs);
    const answer = protocol.encode({ ...refusal, retryAfterS: retryAfter }, toProtocolRequest(response.req));
    write(response, answer, retryAfter === undefined ? headers : { ...headers, 'Retry-After': retryAfter });
  };

  return {
    send: write,
    refuse,
    refuseUnpublished: (response, failure) => refuse(response, { refused: UNPUBLISHED[failure] }),
  };
}

function write(response: ExchangeResponse, answer: HttpAnswer | 'disconnect', headers: OutgoingHttpHeaders = {}): void {
  if (answer === 'disconnect') return void response.destroy();
  const { status, body } = answer;
  response.writeHead(status, {
    ...headers,
    ...answer.headers,
    // RFC 9110, section 8.6.
    ...(status === 204 ? {} : { 'Content-Length': Buffer.byteLength(body) }),
    'Cache-Control': 'no-store',
  });
  response.end(body);
}

/** Would tell where a request comes from, by what program, or on whose behalf. */
const WITHHELD_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'cf-connecting-ip',
  'cf-connecting-ipv6',
  'client-ip',
  'cookie',
  'fastly-client-ip',
  'forwarded',
  'from',
  'proxy-authorization',
  'remote-addr',
  'true-client-ip',
  'user-agent',
  'via',
  'x-api-key',
  'x-appengine-user-ip',
  'x-azure-clientip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-envoy-external-address',
  'x-forwarded',
  'x-forwarded-for',
  'x-original-forwarded-for',
  'x-real-ip',
  'x-remote-addr',
]);

/** A request as a protocol sees it. */
export function toProtocolRequest(request: Request): ProtocolRequest {
  const { method, headers, path } = request;
  const query = () => new URLSearchParams(request.url.slice(path.length));
  const header: ProtocolRequest['header'] = (name) => {
    const value = WITHHELD_HEADERS.has(name) ? undefined : headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };
  return {
    method,
    path,
    get query() {
      return query();
    },
    get context() {
      return contextOf(Object.keys(headers), header, query());
    },
    header,
  };
}

function contextOf(names: readonly string[], header: ProtocolRequest['header'], query: URLSearchParams): Context {
  const context: Record<string, string> = {};
  for (const [name, value] of query) context[`query.${name}`] ??= value;
  for (const name of names) {
    const value = header(name);
    if (value !== undefined) context[`header.${name}`] = value;
  }
  return context;
}

/**
 * A new W3C trace context (version 00, sampled). The sender's own is not taken over: it could make the traces of others
 * unreadable, and would leave a mark in every topic. Random UUIDs (version 4) are never zero, their last seven bytes are
 * random as the standard asks, and Node makes them from a cache, 30 times as fast as random bytes one by one.
 */
export function newTraceparent(): string {
  const hex = `${randomUUID()}${randomUUID()}`.replaceAll('-', '');
  return `00-${hex.slice(0, 32)}-${hex.slice(32, 48)}-01`;
}
