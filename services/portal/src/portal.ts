import type { Definition } from '@heliograph/schema';
import type { DataPackages } from './data-packages/data-packages.ts';
import type { Licence } from './data-packages/licence.ts';
import type { Site } from './site/layout.tsx';
import type { Pipeline } from './status/pipeline.ts';
import type { RequestStore } from './stores/request-store.ts';
import type { SummaryStore } from './stores/summary-store.ts';

/** What the controllers need; injected under PORTAL, because an interface is nothing at run time. */
export interface Portal extends Site {
  /** Where the gateway is reached from outside, without a slash at the end; undefined where nobody has said. */
  readonly gatewayUrl?: string | undefined;
  readonly summaries: SummaryStore;
  readonly requests: RequestStore;
  readonly packages: DataPackages;
  /** Of the data packages. */
  readonly licence: Licence;
  /** Those that are public, as they stand now: the folder may change while the portal runs. */
  definitions(): readonly Definition[];
  /** What the services say of themselves; undefined where nobody has said where they are. Never rejects. */
  pipeline(): Promise<Pipeline | undefined>;
  /** Milliseconds: how long dedup remembers, beside what the topology adds. */
  longestLateWindow(): number;
  /** Milliseconds since the epoch. */
  now(): number;
}
export const PORTAL = Symbol('portal');
