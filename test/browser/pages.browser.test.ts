import { describe, expect, it } from 'vitest';
import { browsing } from './browsing.ts';
import { accessibility, sidewaysPixels } from './opened.ts';
import { LOOKS, ROUTES } from './routes.ts';

const { reader } = browsing();
const enhanced = reader();
const plain = reader({ javaScriptEnabled: false });

const HEIGHT = 900;
/** What there must be as much of with and without JavaScript. */
const SAID_AND_DRAWN = ['h1', 'h2', 'h3', 'svg.chart path', 'table', 'main a'];

describe.each(ROUTES)('$path', ({ path, heading, looks = LOOKS }) => {
  it('is found, has a title and one heading, and does nothing that it should not', async () => {
    const { page, faults } = enhanced();
    const response = await page.goto(path);
    expect(response?.status()).toBe(200);
    expect(await page.title()).toMatch(/\S · Heliograph$|^Heliograph$/);
    expect(await page.locator('h1').allTextContents()).toEqual([expect.stringMatching(heading)]);
    expect(await faults()).toEqual([]);
  });

  it('says and draws the same without JavaScript', async () => {
    const [{ page }, { page: without, faults }] = [enhanced(), plain()];
    await without.goto(path);
    for (const what of SAID_AND_DRAWN)
      expect(await page.locator(what).count(), what).toBe(await without.locator(what).count());
    expect(await faults()).toEqual([]);
  });

  // On the page that the first test went to.
  it.each(looks)('fits, and has nothing that axe objects to, at $width px in $colorScheme', async (look) => {
    const { page } = enhanced();
    await page.setViewportSize({ width: look.width, height: HEIGHT });
    await page.emulateMedia({ colorScheme: look.colorScheme });
    expect(await sidewaysPixels(page)).toBe(0);
    expect(await accessibility(page)).toEqual([]);
  });
});
