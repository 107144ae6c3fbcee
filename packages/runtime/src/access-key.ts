import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AccessKey } from '@heliograph/schema';

/** What is kept of an API key: HMAC-SHA-256 over application, id and secret half, base64url, 43 characters. */
export type AccessKeyHash = (application: string, key: AccessKey) => string;

/**
 * Application and id belong to what is hashed, so that nobody who can write to the topic of keys, but does not know the
 * secret, can give a key to another application.
 */
export function accessKeyHash(secret: string): AccessKeyHash {
  return (application, key) =>
    createHmac('sha256', secret).update(`${application}\0${key.id}\0${key.secret}`).digest('base64url');
}

/** Compares in a time that does not depend on where the two differ. */
export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
