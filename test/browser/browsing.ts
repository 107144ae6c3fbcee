import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { launchChromium } from './chromium.ts';
import { type Opened, openPage } from './opened.ts';

/** One browser for all tests of a file. Each page is opened as by a new reader. */
export function browsing(channel: 'production' | 'development' = 'production') {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(inject('chromium'));
  });
  afterAll(() => browser.close());
  const site = inject('site')[channel];
  return { site, open: (options?: BrowserContextOptions): Promise<Opened> => openPage(browser, site, options) };
}
