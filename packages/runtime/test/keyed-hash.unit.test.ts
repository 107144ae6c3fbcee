import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyedHash } from '../src/index.ts';

const SECRET = '0123456789abcdef0123456789abcdef';
const AGENT = 'e93c2b22-5555-5555-8666-12372d2cb8ac';

describe('keyedHash', () => {
  // Made without this code: printf 'trento\0e93c…' | openssl dgst -sha256 -hmac "$SECRET" -binary | head -c16 | base64
  it.each([
    [SECRET, 'trento', AGENT, '5UXgq-DPsrK3FyDzc22jAw'],
    [SECRET, 'pulp', AGENT, 'xfZMjxvFcT5Ip5wIw4ErYg'],
    [SECRET, 'trento', 'Käse', 'apFTcghg0GYj8NImfzah5g'],
    ['f'.repeat(32), 'trento', AGENT, 'kIv6msXdsIDujhEZ1XSmpA'],
  ])('under %s %s %s is %s', (secret, application, value, golden) => {
    expect(keyedHash(secret)(application, value)).toBe(golden);
  });

  it('is 22 characters of base64url, the same each time', () => {
    const hash = keyedHash(SECRET);
    fc.assert(
      fc.property(fc.string(), fc.string(), (application, value) => {
        expect(hash(application, value)).toMatch(/^[A-Za-z0-9_-]{22}$/);
        expect(hash(application, value)).toBe(keyedHash(SECRET)(application, value));
      }),
    );
  });

  it('cannot confuse the end of an application with the beginning of a value', () => {
    const hash = keyedHash(SECRET);
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9_.-]{0,9}$/);
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(hash(a + b, c)).not.toBe(hash(a, b + c));
      }),
    );
  });
});
