import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Opened, openPage } from './opened.ts';

/** The browser of the run, for one file, on a channel of the seeded site. */
export function browsing(channel: 'production' | 'development' = 'production') {
  const site = inject('site')[channel];
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.connect(inject('chromium'));
  });
  // Disconnects; the browser goes on for the other files.
  afterAll(() => browser.close());

  /** A page as a new reader has it. */
  const open = (options?: BrowserContextOptions, at = site): Promise<Opened> => openPage(browser, at, options);

  /**
   * One page for all tests of the file, since a new reader takes a new process. The site keeps nothing in a browser: each test
   * begins with a page that it goes to, and may ask for `faults`, cookies among them.
   */
  function reader(options?: BrowserContextOptions): () => Opened {
    let opened: Opened;
    beforeAll(async () => {
      opened = await open(options);
    });
    return () => opened;
  }
  return { site, open, reader };
}
