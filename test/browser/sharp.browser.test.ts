import { describe, expect, it } from 'vitest';
import { browsing } from './browsing.ts';
import { accessibility, sidewaysPixels } from './opened.ts';
import { SHARP } from './seed/sharp.ts';

const { reader } = browsing('development');
const opened = reader({ viewport: { width: 360, height: 800 } });
const SOURCE = '/sources/sharp/edges';

/** Where names and values of definitions and of senders are shown. */
const PATHS = [
  '/',
  `${SOURCE}?range=all`,
  `${SOURCE}/figures/text`,
  `${SOURCE}/figures/keys`,
  `${SOURCE}/figures/cross`,
  `${SOURCE}/collected`,
  `${SOURCE}/changes`,
  `${SOURCE}/unregistered`,
  '/collected',
  '/data',
  '/status',
  '/your-data',
];

describe.each(PATHS)('%s, full of script', (path) => {
  it('shows it as text, and nothing of it is carried out', async () => {
    const { page, faults } = opened();
    expect((await page.goto(path))?.status()).toBe(200);
    expect(await page.locator('body').textContent()).toContain(SHARP[0]);
    // Whatever waits for the pointer or the keyboard gets it.
    for (const details of await page.locator('details > summary').all()) await details.click();
    for (const plot of (await page.locator('[data-plot]').all()).slice(0, 5)) await plot.hover();
    expect(
      await page.locator('img[src="x"], [onerror], [onmouseover], main script, a[href^="javascript:"]').count(),
    ).toBe(0);
    expect(await faults()).toEqual([]);
    expect(await sidewaysPixels(page)).toBe(0);
    expect(await accessibility(page)).toEqual([]);
  });
});

it('is no danger in a CSV either: no cell begins a formula', async () => {
  const path = '/api/v1/summaries.csv?application=sharp&telemetry_type=edges';
  const text = await (await opened().page.request.get(path)).text();
  expect(text).toContain('HYPERLINK');
  expect(text).not.toMatch(/(?:^|,)"?[=+@]/m);
});
