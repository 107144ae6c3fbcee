import { type RefusalCode, type Result, rejectedResult } from '@heliograph/ingest';
import type { PublishRecord } from '@heliograph/stream';
import { createRateLimiter, type Rate, type RateLimiter } from './rate-limiter.ts';

/** Who sends, as far as limits go: the holder of a key, or anybody at an address. */
export type Sender = { readonly key: string } | { readonly address: string };

/** What is limited, each with a bucket for every name. Tokens are records, of which every request takes one at least. */
export const LIMITED = ['key', 'address', 'application', 'system', 'request'] as const;
export type Limited = (typeof LIMITED)[number];

type LimitCode = Extract<RefusalCode, `${string}_over_limit`>;

/** Not now; `waitMs` is when it is worth another try. */
export interface Limitation {
  readonly refused: LimitCode;
  readonly waitMs: number;
}

export interface Judged {
  readonly results: readonly Result[];
  readonly records: readonly PublishRecord[];
}

export interface Limits {
  /** To be asked before a body is read: takes one token of the sender's, or says why not. */
  admit(sender: Sender, nowMs: number): Limitation | undefined;
  /** The same for the few requests that the owners of systems make. */
  admitRequest(sender: Sender, nowMs: number): Limitation | undefined;
  /**
   * Takes tokens for what was accepted. An application over its limit refuses the whole request, because its systems have
   * done nothing wrong and shall send again. A system over its own has its envelope rejected for good, so that it neither
   * drowns others nor holds up those that travel with it; only where nothing is left of a request it is refused as a whole.
   */
  charge(judged: Judged, sender: Sender, isArray: boolean, nowMs: number): Limitation | LimitedResults;
}

interface LimitedResults extends Judged {
  /** Where nothing was accepted, and not only for faults of the envelopes: when to try again. */
  readonly over?: Limitation;
}

/**
 * Buckets remembered of each kind. A name takes some 250 bytes, so 25 MB at the most for each kind; a system that reports
 * once is forgotten a minute later, so they are enough for the default limit of an application, 2,000 systems a second, for 50
 * seconds: whoever reports more often than that is remembered.
 */
const MAX_NAMES = 100_000;

export function createLimits(rates: Readonly<Record<Limited, Rate>>): Limits {
  const buckets = Object.fromEntries(
    LIMITED.map((kind) => [kind, createRateLimiter(rates[kind], MAX_NAMES)]),
  ) as Record<Limited, RateLimiter>;

  function admit(sender: Sender, nowMs: number): Limitation | undefined {
    const [kind, name] = 'key' in sender ? (['key', sender.key] as const) : (['address', sender.address] as const);
    const waitMs = buckets[kind].waitMs(name, nowMs);
    if (waitMs > 0) return { refused: `${kind}_over_limit`, waitMs };
    buckets[kind].take(name, 1, nowMs);
    return undefined;
  }

  function admitRequest(sender: Sender, nowMs: number): Limitation | undefined {
    const name = 'key' in sender ? `key ${sender.key}` : sender.address;
    const waitMs = buckets.request.waitMs(name, nowMs);
    if (waitMs > 0) return { refused: 'requests_over_limit', waitMs };
    const refusal = admit(sender, nowMs);
    if (refusal === undefined) buckets.request.take(name, 1, nowMs);
    return refusal;
  }

  /** Takes a token of each system of an envelope, or none and says how long the slowest of them has to wait. */
  function takeSystems(records: readonly PublishRecord[], nowMs: number): number {
    const names = records.map(({ key, headers }) => `${headers.application}\0${key}`);
    const waitMs = names.reduce((most, name) => Math.max(most, buckets.system.waitMs(name, nowMs)), 0);
    if (waitMs === 0) for (const name of names) buckets.system.take(name, 1, nowMs);
    return waitMs;
  }

  return {
    admit,
    admitRequest,
    charge({ results, records }, sender, isArray, nowMs) {
      if (records.length === 0) return { results, records };
      if ('key' in sender) buckets.key.take(sender.key, records.length - 1, nowMs);
      else buckets.address.take(sender.address, records.length - 1, nowMs);

      const byApplication = Map.groupBy(records, ({ headers }) => headers.application ?? '');
      const waits = [...byApplication.keys()].map((name) => buckets.application.waitMs(name, nowMs));
      const longest = Math.max(...waits);
      if (longest > 0) return { refused: 'application_over_limit', waitMs: longest };
      for (const [name, { length }] of byApplication) buckets.application.take(name, length, nowMs);

      const kept: PublishRecord[] = [];
      const answered: Result[] = [];
      let next = 0;
      let soonest = Number.POSITIVE_INFINITY;
      for (const [index, result] of results.entries()) {
        const own = result.status === 'accepted' ? records.slice(next, next + result.records) : [];
        next += own.length;
        const waitMs = takeSystems(own, nowMs);
        if (waitMs === 0) kept.push(...own);
        else soonest = Math.min(soonest, waitMs);
        const pointer = isArray ? `/${index}` : '';
        answered.push(waitMs === 0 ? result : rejectedResult(result.id, { code: 'system_over_limit', pointer }));
      }
      if (kept.length > 0 || soonest === Number.POSITIVE_INFINITY) return { results: answered, records: kept };
      return { results: answered, records: kept, over: { refused: 'systems_over_limit', waitMs: soonest } };
    },
  };
}
