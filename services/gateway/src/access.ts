import type { RefusalCode } from '@heliograph/ingest';
import { type AccessKey, type AccessKeyId, type AccessKeyRecord, parseAccessKey } from '@heliograph/schema';
import type { Limitation, Limits, Sender } from './limits.ts';

/** Who may send: everybody, or the holders of keys alone. */
export const ACCESS_MODES = ['open', 'keys'] as const;
export type AccessMode = (typeof ACCESS_MODES)[number];

/** What access is asked for: to report, or to have a system's data deleted or handed out. */
export type Purpose = 'reports' | 'requests';

/** Who is let in. The holder of a key acts for its application alone. */
export interface Caller {
  readonly sender: Sender;
  readonly application?: string;
}

type KeyRefusal = Extract<RefusalCode, `key_${'required' | 'refused' | 'expired'}`>;
export type Refusal = { readonly refused: KeyRefusal } | Limitation;

/** What of a request's head says who sends. */
interface Credentials {
  readonly authorization: string | undefined;
  /** For the limits, and for nothing else. */
  readonly address: string;
}

export interface Access {
  /** Lets a request in, or says why not; takes a token of its sender's. */
  authorise(credentials: Credentials, purpose: Purpose): Caller | Refusal;
}

export interface AccessOptions {
  readonly modes: Readonly<Record<Purpose, AccessMode>>;
  /** Undefined where the operator has set no secret: keys mean nothing then. */
  readonly keys: { find(id: AccessKeyId): AccessKeyRecord | undefined } | undefined;
  /** Whether the key is the one of which the record holds the hash; takes the same time whatever is wrong with it. */
  readonly isKeyOf: (record: AccessKeyRecord | undefined, key: AccessKey) => boolean;
  readonly limits: Pick<Limits, 'admit' | 'admitRequest'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Milliseconds that never go back. */
  readonly steadyClock: () => number;
}

const BEARER = /^bearer +(hg_.*)$/i;

/**
 * Decides who may send. A key that is given is looked at in open mode too: a wrong one is a mistake that somebody should hear
 * of, and a good one has the limits of its holder rather than those of an address. Whoever has no good key is limited by his
 * address before he is told so.
 */
export function createAccess({ modes, keys, isKeyOf, limits, clock, steadyClock }: AccessOptions): Access {
  /** Undefined where no key is given. */
  function holderOf(authorization: string | undefined): Caller | { readonly refused: KeyRefusal } | undefined {
    const given = keys === undefined ? undefined : BEARER.exec(authorization?.trim() ?? '')?.[1];
    if (keys === undefined || given === undefined) return undefined;
    const key = parseAccessKey(given);
    if (key === undefined) return { refused: 'key_refused' };
    const record = keys.find(key.id);
    // One answer for a key that never was, one that is misspelt and one that was revoked.
    if (!isKeyOf(record, key) || record === undefined || record.revoked_at !== undefined)
      return { refused: 'key_refused' };
    if (record.expires_at !== undefined && Date.parse(record.expires_at) <= clock()) return { refused: 'key_expired' };
    return { sender: { key: record.id }, application: record.application };
  }

  return {
    authorise({ authorization, address }, purpose) {
      const holder = holderOf(authorization);
      const caller: Caller = holder === undefined || 'refused' in holder ? { sender: { address } } : holder;
      const admit = purpose === 'reports' ? limits.admit : limits.admitRequest;
      const limitation = admit(caller.sender, steadyClock());
      if (limitation !== undefined) return limitation;
      if (holder === undefined && modes[purpose] === 'keys') return { refused: 'key_required' };
      return holder ?? caller;
    },
  };
}

/** Whether a body names another application than the caller's own. What names none is not of interest here. */
export function isForeign({ application }: Caller, body: unknown): boolean {
  if (application === undefined) return false;
  const named = Array.isArray(body) ? body : [body];
  return named.some(
    (one: unknown) =>
      typeof one === 'object' &&
      one !== null &&
      'application' in one &&
      typeof one.application === 'string' &&
      one.application !== application,
  );
}
