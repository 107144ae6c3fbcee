import { type RefusalCode, type Result, rejectedResult } from '@heliograph/ingest';
import type { PublishRecord } from '@heliograph/stream';
import type { Client, Purpose } from '../auth/access.ts';
import { createRateLimiter, type Rate, type RateLimiter, UNLIMITED } from './rate-limiter.ts';

/**
 * What is limited, each with a bucket for every name. A token is a record of up to 4 KiB; a larger one takes a token for
 * each 4 KiB begun, and so does a body, so that neither few large records nor what is rejected is cheap. Every request
 * takes one at least.
 */
export const RATE_LIMIT_SCOPES = ['key', 'address', 'application', 'system', 'request'] as const;
export type RateLimitScope = (typeof RATE_LIMIT_SCOPES)[number];

const BYTES_PER_TOKEN = 4096;
const tokensFor = (bytes: number) => Math.max(1, Math.ceil(bytes / BYTES_PER_TOKEN));
const tokensOf = (records: readonly PublishRecord[]) =>
  records.reduce((sum, { value }) => sum + tokensFor(value.length), 0);

/** `waitMs` is when the same request may be sent again. */
export interface RateLimitExceeded {
  readonly refused: Extract<RefusalCode, `${string}_rate_limited`>;
  readonly waitMs: number;
}

/** What a request holds: a result for each report, and the records of the accepted ones in the same order. */
export interface Ingested {
  readonly results: readonly Result[];
  readonly records: readonly PublishRecord[];
}

/** With reports rejected whose systems are over their limit. */
interface Limited extends Ingested {
  /** Set if nothing is left of the request, and not only for faults of its reports. */
  readonly exceeded?: RateLimitExceeded;
}

export interface RateLimits {
  /** Before a body is read: takes the client's token for the request, or says when to come back and takes none. */
  admit(client: Client, purpose: Purpose, nowMs: number): Charge | RateLimitExceeded;
}

/** The tokens that one request has taken. */
export interface Charge {
  /** Takes the client's tokens for a body of so many bytes, counted after decompression. */
  takeBody(bytes: number, nowMs: number): void;
  /**
   * Takes tokens for the records that will be published, and none for others. An application over its limit refuses the
   * whole request and costs its client one token, because it has done nothing wrong and shall send again. A system over its own has its report
   * rejected for good, so that it neither drowns others nor holds up those that travel with it; only if nothing is left of
   * a request it is refused as a whole. `pointerOf` is the place of a report in the body.
   */
  takeRecords(ingested: Ingested, pointerOf: (index: number) => string, nowMs: number): RateLimitExceeded | Limited;
  /** Gives everything back, the token of the request included: what could not be stored costs nothing. */
  refund(nowMs: number): void;
}

/**
 * Buckets remembered of each scope. A name takes some 250 bytes, so at most 25 MB for each; a system that reports once is
 * forgotten a minute later, so they are enough for the default limit of an application, 2,000 systems a second, for 50
 * seconds: systems that report more often than that are remembered.
 */
const MAX_NAMES = 100_000;

export function createRateLimits(rates: Readonly<Record<RateLimitScope, Rate>>): RateLimits {
  const buckets = Object.fromEntries(
    RATE_LIMIT_SCOPES.map((scope) => [scope, createRateLimiter(rates[scope], MAX_NAMES)]),
  ) as Record<RateLimitScope, RateLimiter>;

  return {
    admit(client, purpose, nowMs) {
      const [scope, name] = 'key' in client ? (['key', client.key] as const) : (['address', client.address] as const);
      const requester = `${scope} ${name}`;
      const isPrivacyRequest = purpose === 'privacy_requests';
      const requestWaitMs = isPrivacyRequest ? buckets.request.waitMs(requester, nowMs) : 0;
      if (requestWaitMs > 0) return { refused: 'privacy_requests_rate_limited', waitMs: requestWaitMs };
      const waitMs = buckets[scope].waitMs(name, nowMs);
      if (waitMs > 0) return { refused: scope === 'key' ? 'api_key_rate_limited' : 'address_rate_limited', waitMs };
      const charge = createCharge(buckets, buckets[scope], name);
      charge.take(buckets[scope], name, 1, nowMs);
      if (isPrivacyRequest) charge.take(buckets.request, requester, 1, nowMs);
      return charge;
    },
  };
}

interface OpenCharge extends Charge {
  take(limiter: RateLimiter, name: string, tokens: number, nowMs: number): void;
}

function createCharge(
  buckets: Readonly<Record<RateLimitScope, RateLimiter>>,
  ofClient: RateLimiter,
  client: string,
): OpenCharge {
  const taken: { readonly limiter: RateLimiter; readonly name: string; readonly tokens: number }[] = [];
  /** Of the client, for the request and its body. */
  let forBody = 1;

  function take(limiter: RateLimiter, name: string, tokens: number, nowMs: number): void {
    if (limiter === UNLIMITED || tokens === 0) return;
    limiter.take(name, tokens, nowMs);
    taken.push({ limiter, name, tokens });
  }

  /** Takes a token of each system of a report; or takes none, and returns how long the slowest of them has to wait. */
  function takeSystems(records: readonly PublishRecord[], nowMs: number): number {
    if (buckets.system === UNLIMITED) return 0;
    const nameOf = ({ key, headers }: PublishRecord) => `${headers.application}\0${key}`;
    const waitMs = records.reduce((longest, one) => Math.max(longest, buckets.system.waitMs(nameOf(one), nowMs)), 0);
    if (waitMs === 0) for (const one of records) take(buckets.system, nameOf(one), tokensOf([one]), nowMs);
    return waitMs;
  }

  /** Rejects the reports of systems over their limit, and takes tokens of the systems of the others. */
  function limitSystems({ results, records }: Ingested, pointerOf: (index: number) => string, nowMs: number): Limited {
    if (buckets.system === UNLIMITED) return { results, records };
    const kept: PublishRecord[] = [];
    const limited: Result[] = [];
    let next = 0;
    let soonestMs = Number.POSITIVE_INFINITY;
    for (const [index, result] of results.entries()) {
      const own = result.status === 'accepted' ? records.slice(next, next + result.records) : [];
      next += own.length;
      const waitMs = takeSystems(own, nowMs);
      if (waitMs === 0) {
        for (const record of own) kept.push(record);
        limited.push(result);
      } else {
        soonestMs = Math.min(soonestMs, waitMs);
        limited.push(rejectedResult(result.id, { code: 'system_rate_limited', pointer: pointerOf(index) }));
      }
    }
    if (kept.length > 0 || soonestMs === Number.POSITIVE_INFINITY) return { results: limited, records: kept };
    return { results: limited, records: kept, exceeded: { refused: 'systems_rate_limited', waitMs: soonestMs } };
  }

  return {
    take,
    takeBody(bytes, nowMs) {
      forBody = tokensFor(bytes);
      take(ofClient, client, forBody - 1, nowMs);
    },
    takeRecords(ingested, pointerOf, nowMs) {
      const applicationWaitMs = longestWaitMs(buckets.application, ingested.records, nowMs);
      if (applicationWaitMs > 0) {
        ofClient.refund(client, forBody - 1, nowMs);
        return { refused: 'application_rate_limited', waitMs: applicationWaitMs };
      }
      const limited = limitSystems(ingested, pointerOf, nowMs);
      const { records } = limited;
      if (buckets.application !== UNLIMITED)
        for (const [name, own] of Map.groupBy(records, applicationOf))
          take(buckets.application, name, tokensOf(own), nowMs);
      take(ofClient, client, Math.max(0, tokensOf(records) - forBody), nowMs);
      return limited;
    },
    refund(nowMs) {
      for (const { limiter, name, tokens } of taken.splice(0)) limiter.refund(name, tokens, nowMs);
    },
  };
}

function longestWaitMs(applications: RateLimiter, records: readonly PublishRecord[], nowMs: number): number {
  if (applications === UNLIMITED) return 0;
  const names = new Set(records.map(applicationOf));
  return Math.max(0, ...[...names].map((name) => applications.waitMs(name, nowMs)));
}

function applicationOf({ headers }: PublishRecord): string {
  return headers.application ?? '';
}
