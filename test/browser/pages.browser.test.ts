import { describe, expect, it } from 'vitest';
import { browsing } from './browsing.ts';
import { accessibility, sidewaysPixels } from './opened.ts';
import { ROUTES } from './routes.ts';

const { open } = browsing();

const WIDTHS = [360, 1440];
const HEIGHT = 900;
const SCHEMES = ['light', 'dark'] as const;

describe.each(ROUTES)('$path', ({ path, heading }) => {
  it('is found, has a title and one heading, and does nothing that it should not', async () => {
    await using opened = await open();
    const { page, faults } = opened;
    const response = await page.goto(path);
    expect(response?.status()).toBe(200);
    expect(await page.title()).toMatch(/\S · Heliograph$|^Heliograph$/);
    expect(await page.locator('h1').allTextContents()).toEqual([expect.stringMatching(heading)]);
    expect(await faults()).toEqual([]);
  });

  it('has nothing that axe objects to, in light and dark, narrow and wide', async () => {
    await using opened = await open();
    const { page } = opened;
    await page.goto(path);
    for (const width of WIDTHS)
      for (const colorScheme of SCHEMES) {
        await page.setViewportSize({ width, height: HEIGHT });
        await page.emulateMedia({ colorScheme });
        expect(await accessibility(page), `${width} px, ${colorScheme}`).toEqual([]);
        expect(await sidewaysPixels(page), `${width} px`).toBe(0);
      }
  });

  it('says and draws the same without JavaScript', async () => {
    await using plain = await open({ javaScriptEnabled: false });
    await using enhanced = await open();
    for (const { page } of [plain, enhanced]) await page.goto(path);
    for (const what of ['h1', 'h2', 'h3', 'svg.chart path', 'table', 'main a']) {
      const count = await plain.page.locator(what).count();
      expect(await enhanced.page.locator(what).count(), what).toBe(count);
    }
    expect(await plain.faults()).toEqual([]);
  });
});
