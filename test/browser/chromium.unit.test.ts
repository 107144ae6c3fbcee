import { StackError } from '@heliograph/local-stack';
import { expect, it } from 'vitest';
import { findChromium } from './chromium.ts';

it('takes the browser that is named, and says in one line where that cannot be', () => {
  expect(findChromium({ CHROMIUM: process.execPath, PATH: '' })).toBe(process.execPath);
  const missing = () => findChromium({ CHROMIUM: '/nowhere/chromium', PATH: '' });
  expect(missing).toThrow(StackError);
  expect(missing).toThrow(
    /^Chromium cannot be started \(CHROMIUM is \/nowhere\/chromium, which cannot be run\)\. Install/,
  );
});

it('says in one line how to get one', () => {
  expect(() => findChromium({ PATH: '/nowhere/bin' }, '/nowhere/chromium')).toThrow(
    'Chromium cannot be started (none on the PATH). Install it (Debian: apt-get install chromium; Ubuntu: chromium-browser), or set CHROMIUM to the path of one.',
  );
});
