import { AccessKeyId } from '@heliograph/schema';
import type { Client, Purpose } from '../src/auth/access.ts';
import type { Rate } from '../src/limits/rate-limiter.ts';
import {
  type Charge,
  createRateLimits,
  type Ingested,
  RATE_LIMIT_SCOPES,
  type RateLimitExceeded,
  type RateLimitScope,
} from '../src/limits/rate-limits.ts';

const NONE: Rate = { perSecond: 0, burst: 0 };
export const anyone: Client = { address: '192.0.2.1' };
export const aKey: Client = { key: AccessKeyId.parse('k'.repeat(12)) };

/** Rate limits, used as the chain of a request uses them. */
export function limitsOf(given: Partial<Record<RateLimitScope, Rate>>) {
  const none = Object.fromEntries(RATE_LIMIT_SCOPES.map((scope) => [scope, NONE])) as Record<RateLimitScope, Rate>;
  const limits = createRateLimits({ ...none, ...given });
  const admit = (client: Client, nowMs: number, purpose: Purpose = 'reports') => limits.admit(client, purpose, nowMs);
  return {
    /** Why a request is not admitted. */
    refusalOf(client: Client, nowMs: number, purpose?: Purpose): RateLimitExceeded | undefined {
      const admitted = admit(client, nowMs, purpose);
      return 'refused' in admitted ? admitted : undefined;
    },
    admitted(client: Client, nowMs: number, purpose?: Purpose): Charge {
      const admitted = admit(client, nowMs, purpose);
      if ('refused' in admitted) throw new Error(admitted.refused);
      return admitted;
    },
    /** A whole request with reports, whose records are published. */
    charge(ingested: Ingested, nowMs: number, isArray = false) {
      return this.admitted(anyone, nowMs).takeRecords(ingested, (i) => (isArray ? `/${i}` : ''), nowMs);
    },
  };
}

export const record = (application: string, key: string) => ({
  key,
  value: Buffer.from('{}'),
  headers: { application },
});
/** An envelope for each list of systems; an empty list is an envelope that was rejected before. */
export function ingested(application: string, ...envelopes: string[][]): Ingested {
  return {
    records: envelopes.flatMap((systems) => systems.map((system) => record(application, system))),
    results: envelopes.map((systems, i) =>
      systems.length > 0
        ? { id: `id-${i}`, status: 'accepted' as const, records: systems.length }
        : { status: 'rejected' as const, error: { code: 'invalid_time' as const, detail: '', pointer: `/${i}/time` } },
    ),
  };
}
export const hourly = (n: number): Rate => ({ perSecond: n / 3600, burst: n });
