import type { Definition } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { createApp, type Parts } from '../src/app.ts';
import type { Log } from '../src/http/nest-logger.ts';
import type { Site } from '../src/site/site.ts';
import type { Pipeline } from '../src/status/pipeline.ts';
import { memoryStore } from './memory-store.ts';

const silent: Log = { debug: () => undefined, warn: () => undefined, error: () => undefined };

export interface PortalGiven extends Partial<Site>, Partial<Pick<Parts, 'summaries' | 'requests'>> {
  readonly packages?: Pick<Parts['packages'], 'months' | 'file'>;
  definitions?(): readonly Definition[];
  pipeline?(): Promise<Pipeline | undefined>;
  now?(): number;
}

/** A portal of the testkit's definition, with nothing in its stores. */
export function aPortal(given: PortalGiven = {}): Parts {
  const { summaries = memoryStore(), requests = NO_REQUESTS, packages = NO_PACKAGES, ...rest } = given;
  const {
    definitions = () => [aDefinition()],
    pipeline = async () => undefined,
    now = () => Date.parse('2026-11-21T10:00:00.000Z'),
    ...site
  } = rest;
  return {
    site: { title: 'Heliograph', channel: 'production', ...site },
    clock: { now },
    definitions: { public: definitions, longestLateWindow: () => 2 * 86_400_000 },
    summaries,
    requests,
    packages: { licence: 'CC0-1.0', months: () => packages.months(), file: (...wanted) => packages.file(...wanted) },
    pipeline: { read: pipeline },
  };
}

const NO_REQUESTS = {
  receiptsOf: async () => [],
  documentOf: async () => undefined,
  hasDocument: async () => false,
};
const NO_PACKAGES = { months: async () => [], file: async () => undefined };

/** Serves a portal on a free port. */
export async function startSite(parts: Parts, log: Log = silent): Promise<{ url: URL; close(): Promise<void> }> {
  const app = await createApp(parts, log);
  await app.listen(0, '127.0.0.1');
  return { url: new URL(await app.getUrl()), close: () => app.close() };
}
