import type { TestProject } from 'vitest/node';

/** The suites that share what is started here. */
const SUITES = ['e2e', 'browser'] as const;

/**
 * Starts what the end-to-end and the browser tests need, once for a run of one or both. It is the setup of the root project,
 * which Vitest sets up in every run, so nothing is loaded in the others.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const names = project.vitest.projects.map(({ name }) => name);
  const suites = SUITES.filter((suite) => names.includes(suite));
  if (suites.length === 0) return undefined;
  const { orExit } = await import('@heliograph/local-stack');
  const { startSharedParts } = await import('./shared-parts.ts');
  const parts = await orExit(startSharedParts(suites));
  const { system, site, chromium } = parts;
  if (system !== undefined) project.provide('system', system);
  if (site !== undefined) project.provide('site', site);
  if (chromium !== undefined) project.provide('chromium', chromium);
  return async () => parts[Symbol.asyncDispose]();
}
