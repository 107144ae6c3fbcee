import { createHash } from 'node:crypto';
import type { DedupKey } from '@heliograph/schema';
import type { Hash } from './policy.ts';

const KEY_BYTES = 16;

/** With 2^34 keys remembered at once, the odds that any two of 128 bits meet by chance are below 2^-60. */
export const sha256: Hash = (text) =>
  createHash('sha256').update(text).digest().toString('base64url', 0, KEY_BYTES) as DedupKey;
