import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** What distributions and vendors call it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/** Thrown where there is no browser, with the way to mend it. */
export class BrowserError extends Error {
  override readonly name = 'BrowserError';
}

/**
 * The browser to test in: that of CHROMIUM, else one on the PATH, else Playwright's own where somebody has
 * installed it. Throws a BrowserError.
 */
export function findChromium(env: NodeJS.ProcessEnv): string {
  const folders = (env.PATH ?? '').split(delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const given = env.CHROMIUM;
  const found = (given ? [given] : [...onPath, chromium.executablePath()]).find(isExecutable);
  if (found !== undefined) return found;
  const mend = 'install your distribution’s package "chromium", or set CHROMIUM to the path of a Chromium';
  throw new BrowserError(given ? `CHROMIUM is ${given}, which cannot be run` : `No Chromium found: ${mend}`);
}

/** Root has no sandbox, and containers have little shared memory. */
export function launchChromium(executablePath: string): Promise<Browser> {
  const unsandboxed = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...unsandboxed, '--disable-dev-shm-usage'] });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
