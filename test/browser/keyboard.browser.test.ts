import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browsing } from './browsing.ts';

const { reader } = browsing();
const opened = reader();
const SOURCE = '/sources/pulp/status';
/** More tabs than anybody would press. */
const MOST_TABS = 40;

const focused = (page: Page) => page.locator(':focus');

describe('the keyboard', () => {
  it('skips to the content at once', async () => {
    const { page } = opened();
    await page.goto(SOURCE);
    await page.keyboard.press('Tab');
    expect(await focused(page).textContent()).toMatch(/skip/i);
    expect(await focused(page).isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#content$/);
    await page.keyboard.press('Tab');
    // What is next is in the content, and no longer in the header.
    expect(await page.locator('main :focus').count()).toBe(1);
  });

  it('reaches the ranges in the order in which they are seen, and chooses one', async () => {
    const { page } = opened();
    await page.goto(SOURCE);
    const passed: string[] = [];
    while (passed.length < MOST_TABS && !passed.at(-1)?.match(/^year$/i)) {
      await page.keyboard.press('Tab');
      passed.push((await focused(page).textContent())?.trim() ?? '');
    }
    expect(passed.filter((text) => /^(?:week|month|year)$/i.test(text)).map((text) => text.toLowerCase())).toEqual([
      'week',
      'month',
      'year',
    ]);
    await page.keyboard.press('Enter');
    await page.waitForURL(/range=year/);
  });

  it('sees where it is', async () => {
    const { page } = opened();
    await page.goto(SOURCE);
    for (let tab = 0; tab < 12; tab += 1) {
      await page.keyboard.press('Tab');
      const outline = await focused(page).evaluate('(element) => getComputedStyle(element).outlineStyle');
      expect(outline, await focused(page).textContent().then(String)).not.toBe('none');
    }
  });
});
