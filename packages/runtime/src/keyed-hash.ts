import { createHmac, hash } from 'node:crypto';

/** Replaces an id of an application by something from which the id cannot be found without the secret. */
export type KeyedHash = (application: string, value: string) => string;

/** 128 bits: with a million systems the chance that any two share a key is below one in 10^26. */
const HASH_BYTES = 16;

/**
 * HMAC-SHA-256 over application, a zero byte and the value; its first 128 bits in base64url, 22 characters. The same
 * function makes system keys and hashes fields, so that a hashed field that holds the system id equals the system key.
 */
export function keyedHash(secret: string): KeyedHash {
  return (application, value) =>
    createHmac('sha256', secret)
      .update(`${application}\0${value}`)
      .digest()
      .subarray(0, HASH_BYTES)
      .toString('base64url');
}

/** SHA-256 of a text in UTF-8, in lower-case hex. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
