import { expect, it } from 'vitest';
import { BrowserError, findChromium } from './chromium.ts';

it('takes the browser that is named, and says in one line where that cannot be', () => {
  expect(findChromium({ CHROMIUM: process.execPath, PATH: '' })).toBe(process.execPath);
  const missing = () => findChromium({ CHROMIUM: '/nowhere/chromium', PATH: '' });
  expect(missing).toThrow(BrowserError);
  expect(missing).toThrow(/^CHROMIUM is \/nowhere\/chromium, which cannot be run$/);
});
