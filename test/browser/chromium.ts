import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StackError } from '@heliograph/local-stack';
import { type Browser, type BrowserServer, chromium } from 'playwright-core';

/** What distributions and vendors call it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/**
 * The browser to test in: that of CHROMIUM, else one on the PATH, else Playwright's own if it is installed. Throws a
 * StackError if there is none.
 */
export function findChromium(env: NodeJS.ProcessEnv, ofPlaywright = chromium.executablePath()): string {
  const folders = (env.PATH ?? '').split(delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const given = env.CHROMIUM;
  const found = (given ? [given] : [...onPath, ofPlaywright]).find(isExecutable);
  if (found !== undefined) return found;
  const missing = given ? `CHROMIUM is ${given}, which cannot be run` : 'none on the PATH';
  throw new StackError(
    `Chromium cannot be started (${missing}). Install it (Debian: apt-get install chromium; Ubuntu: chromium-browser), or set CHROMIUM to the path of one.`,
  );
}

/** A browser of this process alone. */
export function launchChromium(env: NodeJS.ProcessEnv): Promise<Browser> {
  return chromium.launch(options(env));
}

/** A browser that other processes use too, by its `wsEndpoint()`; each context in it is that of a new reader. */
export function serveChromium(env: NodeJS.ProcessEnv): Promise<BrowserServer> {
  return chromium.launchServer({ ...options(env), host: '127.0.0.1' });
}

/** Root has no sandbox, and containers have little shared memory. */
function options(env: NodeJS.ProcessEnv) {
  const unsandboxed = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { executablePath: findChromium(env), args: [...unsandboxed, '--disable-dev-shm-usage'] };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
