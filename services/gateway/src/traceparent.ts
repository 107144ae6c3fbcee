import { randomBytes } from 'node:crypto';

/**
 * A new W3C trace context (version 00, sampled). The sender's own is not taken over: whoever can choose trace ids can make
 * the traces of others unreadable, and would leave a mark of his own in every topic.
 */
export function newTraceparent(): string {
  const hex = randomBytes(24).toString('hex');
  return `00-${hex.slice(0, 32)}-${hex.slice(32)}-01`;
}
