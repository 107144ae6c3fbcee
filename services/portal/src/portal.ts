import type { Channel, Definition } from '@heliograph/schema';
import type { RequestStore } from './request-store.ts';
import type { SummaryStore } from './summary-store.ts';

/** What the controllers need; injected under PORTAL, because an interface is nothing at run time. */
export interface Portal {
  readonly channel: Channel;
  /** Where the gateway is reached from outside, without a slash at the end; undefined where nobody has said. */
  readonly gatewayUrl?: string | undefined;
  readonly summaries: SummaryStore;
  readonly requests: RequestStore;
  /** Those that are public, as they stand now: the folder may change while the portal runs. */
  definitions(): readonly Definition[];
  /** Milliseconds: how long dedup remembers, beside what the topology adds. */
  longestLateWindow(): number;
  /** Milliseconds since the epoch. */
  now(): number;
}
export const PORTAL = Symbol('portal');
