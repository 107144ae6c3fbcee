import { describe, expect, it } from 'vitest';
import { removePersonalData } from '../src/detectors/tripwires.ts';
import { unfold } from '../src/detectors/unfold.ts';

describe('a text is decoded as a reader would', () => {
  it.each([
    ['alice%40example.com', 'alice@example.com'],
    ['alice%2540example.com', 'alice@example.com'],
    ['alice&#64;example&#x2e;com', 'alice@example.com'],
    ['alice\\u0040example.com', 'alice@example.com'],
    ['alice=40example=2Ecom', 'alice@example.com'],
    ['alice [at] example (dot) com', 'alice@example.com'],
    ['fe80[:]:1', 'fe80::1'],
    ['10[.]0{.}0(.)1', '10.0.0.1'],
    ['example。com', 'example.com'],
    ['٠٧٠١٢٣٤٥٦٧', '0701234567'],
    ['१२७', '127'],
    ['ｐａｓｓｗｏｒｄ', 'password'],
  ])('%j is %j', (text, decoded) => {
    expect(unfold(text)).toBe(decoded);
  });

  it.each(['', '100 %', 'a=b', 'f(x)', 'C:\\users', '&amp;', '50%off', '&#7;', '&#200;', 'E = mc'])(
    '%j is itself',
    (text) => {
      expect(unfold(text)).toBe(text);
    },
  );

  it('and stays as it was sent where nothing is found', () => {
    expect(removePersonalData('progress: 40%20done')).toEqual({ text: 'progress: 40%20done', kinds: [] });
  });
});
