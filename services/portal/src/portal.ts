import type { Channel, Definition } from '@heliograph/schema';
import type { SummaryStore } from './summary-store.ts';

/** What the controllers need; injected under PORTAL, because an interface is nothing at run time. */
export interface Portal {
  readonly channel: Channel;
  /** Those that are public. */
  readonly definitions: readonly Definition[];
  readonly store: SummaryStore;
  /** Milliseconds since the epoch. */
  now(): number;
}
export const PORTAL = Symbol('portal');
