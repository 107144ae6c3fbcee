import { aDefinition } from '@heliograph/testkit';
import { createApp } from '../src/app.ts';
import type { Log } from '../src/http/nest-logger.ts';
import type { Portal } from '../src/portal.ts';
import { memoryStore } from './memory-store.ts';

const silent: Log = { debug: () => undefined, warn: () => undefined, error: () => undefined };

/** A portal of the testkit's definition, with nothing in its stores. */
export function aPortal(given: Partial<Portal> = {}): Portal {
  return {
    title: 'Heliograph',
    channel: 'production',
    pipeline: async () => undefined,
    summaries: memoryStore(),
    licence: 'CC0-1.0',
    packages: { months: async () => [], file: async () => undefined },
    requests: { receiptsOf: async () => [], documentOf: async () => undefined, hasDocument: async () => false },
    definitions: () => [aDefinition()],
    longestLateWindow: () => 2 * 86_400_000,
    now: () => Date.parse('2026-11-21T10:00:00.000Z'),
    ...given,
  };
}

/** Serves a portal on a free port. */
export async function startSite(portal: Portal, log: Log = silent): Promise<{ url: URL; close(): Promise<void> }> {
  const app = await createApp(portal, log);
  await app.listen(0, '127.0.0.1');
  return { url: new URL(await app.getUrl()), close: () => app.close() };
}
