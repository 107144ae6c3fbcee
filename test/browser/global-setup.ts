import { orExit } from '@heliograph/local-stack';
import type { TestProject } from 'vitest/node';
import { findChromium } from './chromium.ts';
import { type Site, type SiteUrls, startSite } from './site.ts';

declare module 'vitest' {
  interface ProvidedContext {
    site: SiteUrls;
    chromium: string;
  }
}

/** Starts the seeded site once for all browser tests. Where there is no browser the run fails; nothing is skipped. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { chromium, stop, production, development } = await orExit(start(process.env));
  const onSignal = () => void stop().finally(() => process.exit(1));
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  project.provide('chromium', chromium);
  project.provide('site', { production, development });
  return async () => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    await stop();
  };
}

async function start(env: NodeJS.ProcessEnv): Promise<Site & { readonly chromium: string }> {
  // First, because it is what may be missing.
  const chromium = findChromium(env);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  return { chromium, ...(await startSite({ env, say })) };
}
