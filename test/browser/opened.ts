import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** A page in a browser of its own, closed by `await using`, and what it did that no page of the site may do. */
export interface Opened extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /**
   * Since the last call: console errors, uncaught errors, dialogs, refused by the policy, requests to elsewhere; and all
   * cookies. One line for each.
   */
  faults(): Promise<string[]>;
}

/** Opens nothing yet: paths go to `page.goto`, below `site`. */
export async function openPage(browser: Browser, site: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ baseURL: site, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    // A browser says so of every answer that is a problem; which answers are is a test's own business.
    const isStatus = message.text().startsWith('Failed to load resource: the server responded with a status of');
    if (['error', 'warning'].includes(message.type()) && !isStatus) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch((error) => faults.push(`dialog: ${error}`));
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(site).origin) faults.push(`elsewhere: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.headers()['content-security-policy'] === undefined) faults.push(`no policy: ${response.url()}`);
  });
  return {
    page,
    context,
    async faults() {
      const cookies = (await context.cookies()).map(({ name }) => `cookie: ${name}`);
      return [...faults.splice(0), ...cookies];
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
/** What else axe would say of a page, of all that it has nothing against, takes as long again. */
const ASKED = { runOnly: { type: 'tag' as const, values: RULES }, resultTypes: ['violations' as const] };

/** What axe has to say against a page as it stands: one line for each rule, with the first places. */
export async function accessibility(page: Page): Promise<string[]> {
  // Only a page with frames needs the second page that axe opens by default, in a process of its own.
  if (page.frames().length > 1) throw new Error('axe is asked about the main frame alone');
  const { violations } = await new AxeBuilder({ page }).options(ASKED).setLegacyMode(true).analyze();
  return violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => `${node.target.join(' ')} — ${node.failureSummary ?? ''}`);
    return `${id}: ${help} (${nodes.length}): ${places.join(' | ')}`.replaceAll(/\s+/g, ' ');
  });
}

/** How many pixels of a page are to be had only by scrolling sideways. */
export function sidewaysPixels(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
