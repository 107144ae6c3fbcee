import type { RefusalCode } from '@heliograph/ingest';
import { type AccessKey, type AccessKeyId, type AccessKeyRecord, parseAccessKey } from '@heliograph/schema';

/** Who may send: everybody, or the holders of API keys only. */
export const AUTH_MODES = ['open', 'keys'] as const;
export type AuthMode = (typeof AUTH_MODES)[number];

/** What a request is for: to report, or to have a system's data deleted or exported. */
export type Purpose = 'reports' | 'privacy_requests';

/** Whom the rate limits count: the holder of a key, or an address without one. */
export type Client = { readonly key: AccessKeyId } | { readonly address: string };

type AuthRefusal = Extract<RefusalCode, 'api_key_required' | 'invalid_api_key' | 'api_key_expired'>;

/** Who sends a request. The holder of a key acts for its application only. */
export interface Caller {
  readonly client: Client;
  readonly application?: string;
  /** Set if a key was sent that is not valid. */
  readonly invalidKey?: AuthRefusal;
}

/** Returns the record of a key that was given out; takes the same time whatever is wrong with the key. */
export type VerifyKey = (key: AccessKey) => AccessKeyRecord | undefined;

export interface AccessOptions {
  readonly modes: Readonly<Record<Purpose, AuthMode>>;
  /** Undefined if the operator has set no secret: keys are ignored then. */
  readonly verifyKey: VerifyKey | undefined;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

export interface Access {
  /** `addressOf` is called only if there is no valid key: the address is for the rate limits and nothing else. */
  authenticate(authorization: string | undefined, addressOf: () => string): Caller;
  /** Why the caller may not do this; undefined if it may. */
  authorize(caller: Caller, purpose: Purpose): AuthRefusal | undefined;
}

const BEARER = /^bearer +(hg_.*)$/i;

/**
 * Decides who may send. A key is checked in open mode too: an invalid one is a mistake that its holder should learn of, and
 * a valid one has the rate limits of its holder rather than those of an address. Throws if keys are required and cannot be
 * verified.
 */
export function createAccess({ modes, verifyKey, clock }: AccessOptions): Access {
  if (verifyKey === undefined && Object.values(modes).includes('keys'))
    throw new Error('API keys are required, but there is no secret to check them with');

  /** Undefined if no key is sent. */
  function holderOf(authorization: string | undefined): Caller | { readonly invalidKey: AuthRefusal } | undefined {
    if (verifyKey === undefined || authorization === undefined) return undefined;
    const text = BEARER.exec(authorization.trim())?.[1];
    if (text === undefined) return undefined;
    const key = parseAccessKey(text);
    const record = key === undefined ? undefined : verifyKey(key);
    // One answer for a key that never existed, one that is misspelt and one that was revoked.
    if (record === undefined || record.revoked_at !== undefined) return { invalidKey: 'invalid_api_key' };
    if (record.expires_at !== undefined && Date.parse(record.expires_at) <= clock())
      return { invalidKey: 'api_key_expired' };
    return { client: { key: record.id }, application: record.application };
  }

  return {
    authenticate(authorization, addressOf) {
      const holder = holderOf(authorization);
      if (holder === undefined) return { client: { address: addressOf() } };
      return 'invalidKey' in holder ? { client: { address: addressOf() }, ...holder } : holder;
    },
    authorize({ client, invalidKey }, purpose) {
      if (invalidKey !== undefined) return invalidKey;
      return modes[purpose] === 'keys' && !('key' in client) ? 'api_key_required' : undefined;
    },
  };
}

/** Whether one of the applications that a body names is not the caller's own; what is no text names none. */
export function targetsOtherApplication({ application }: Caller, named: readonly unknown[]): boolean {
  if (application === undefined) return false;
  return named.some((other) => typeof other === 'string' && other !== application);
}
