import { randomBytes, randomInt } from 'node:crypto';
import { type AccessKey, AccessKeyId, AccessKeyRecord } from '@heliograph/schema';
import type { ConsumerRecord } from '@heliograph/stream';

/** What a key is good for now. A revoked key stays in the topic, so that nobody wonders what became of it. */
export type AccessKeyState = 'valid' | 'expired' | 'revoked';

const ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ID_LENGTH = 12;
/** 256 bits: nobody guesses it, so that nothing has to slow a guess down. */
const SECRET_BYTES = 32;

/** A new key from the system's source of randomness. */
export function newAccessKey(): AccessKey {
  const letters = Array.from({ length: ID_LENGTH }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]);
  return { id: AccessKeyId.parse(letters.join('')), secret: randomBytes(SECRET_BYTES).toString('base64url') };
}

export function stateOf({ revoked_at, expires_at }: AccessKeyRecord, nowMs: number): AccessKeyState {
  if (revoked_at !== undefined) return 'revoked';
  return expires_at !== undefined && Date.parse(expires_at) <= nowMs ? 'expired' : 'valid';
}

/** The last row of every key, oldest key first. What cannot be read is no key, here as in the gateway. */
export function accessKeysIn(rows: readonly ConsumerRecord[]): AccessKeyRecord[] {
  const keys = new Map<string, AccessKeyRecord | undefined>();
  for (const { key, value } of rows) if (key !== null) keys.set(key, readRow(key, value));
  return [...keys.values()]
    .filter((record) => record !== undefined)
    .toSorted((a, b) => a.created_at.localeCompare(b.created_at));
}

function readRow(key: string, value: Buffer | null): AccessKeyRecord | undefined {
  if (value === null) return undefined;
  try {
    const record = AccessKeyRecord.safeParse(JSON.parse(value.toString())).data;
    return record?.id === key ? record : undefined;
  } catch {
    return undefined;
  }
}
