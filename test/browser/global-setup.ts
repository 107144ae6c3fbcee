import type { TestProject } from 'vitest/node';
import { findChromium } from './chromium.ts';
import { type SiteUrls, startSite } from './site.ts';

declare module 'vitest' {
  interface ProvidedContext {
    site: SiteUrls;
    chromium: string;
  }
}

/** Starts the seeded site once for all browser tests. Where there is no browser the run fails; nothing is skipped. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // First, because it is what may be missing.
  project.provide('chromium', findChromium(process.env));
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const { stop, production, development } = await startSite({ env: process.env, say });
  const onSignal = () => void stop().finally(() => process.exit(1));
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  project.provide('site', { production, development });
  return async () => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    await stop();
  };
}
