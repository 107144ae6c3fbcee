import { accessKeyHash, isSameHash } from '@heliograph/service-kit';
import type { Log } from '@heliograph/stream';
import type { z } from 'zod';
import { createAccess } from './access.ts';
import { type Authorise, createAuthorise } from './authorise.ts';
import type { Config } from './config.ts';
import type { KeyRing } from './key-ring.ts';
import { createLimits, type Limits } from './limits.ts';
import type { Rate } from './rate-limiter.ts';
import { parseNetworks } from './sender-address.ts';

/** Who is let in, and how much of whom. */
export interface Admission {
  readonly authorise: Authorise;
  readonly limits: Limits;
}

/** Enough for the largest request and for what a minute's jitter of many senders brings together. */
const BURST_S = 10;
const HOUR_S = 3600;

const aSecond = (records: number): Rate => ({ perSecond: records, burst: records * BURST_S });
const anHour = (records: number): Rate => ({ perSecond: records / HOUR_S, burst: records });

/** Puts access and limits together as configured. Throws where keys are required and there is no secret, or no ring. */
export function createAdmission(
  config: z.infer<typeof Config>,
  keys: KeyRing | undefined,
  steadyClock: () => number,
  log: Log,
): Admission {
  const { accessKeySecret, gatewayAccess, gatewayRequestsAccess, gatewayTrustedProxies } = config;
  const modes = { reports: gatewayAccess, requests: gatewayRequestsAccess };
  if (Object.values(modes).includes('keys') && (accessKeySecret === undefined || keys === undefined))
    throw new Error('API keys are required, but there is no secret to check them with');
  const limits = createLimits({
    key: aSecond(config.gatewayLimitKey),
    address: aSecond(config.gatewayLimitAddress),
    application: aSecond(config.gatewayLimitApplication),
    system: anHour(config.gatewayLimitSystem),
    request: anHour(config.gatewayLimitRequests),
  });
  const hash = accessKeyHash(accessKeySecret ?? '');
  const trusted = parseNetworks(gatewayTrustedProxies);
  if (trusted === undefined) throw new Error('the list of trusted proxies cannot be read');
  const access = createAccess({
    modes,
    keys: accessKeySecret === undefined ? undefined : keys,
    isKeyOf: (record, key) => isSameHash(hash(record?.application ?? '', key), record?.hash ?? NO_HASH),
    limits,
    clock: Date.now,
    steadyClock,
  });
  return { authorise: createAuthorise(access, trusted, log), limits };
}

/** As long as a hash, so that a key that never was takes as long to refuse as a wrong one. No hash is all zeros. */
const NO_HASH = 'A'.repeat(43);
