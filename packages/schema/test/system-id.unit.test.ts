import { systemIds } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DedupKey, SystemId, SystemKey } from '../src/index.ts';

describe('SystemId', () => {
  it.each(['0', '-', '~', '!', 'urn:example:a/b?c#d', 'e93c2b22-5555-5555-8666-12372d2cb8ac', 'x'.repeat(128)])(
    'takes %j',
    (id) => {
      expect(SystemId.safeParse(id).success).toBe(true);
    },
  );

  it.each(['', ' ', 'a b', 'a\n', 'a\tb', '\0', '\x7f', 'ä', 'x'.repeat(129), 1, null, undefined, ['a'], {}])(
    'does not take %j',
    (id) => {
      expect(SystemId.safeParse(id).success).toBe(false);
    },
  );

  it('takes what is printable ASCII without spaces, up to 128 characters, and nothing else', () => {
    const isPrintable = (text: string) => [...text].every((c) => c > ' ' && c < '\x7f');
    fc.assert(fc.property(systemIds(), (id) => SystemId.safeParse(id).success));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 140 }), (text) => {
        const wanted = text.length > 0 && text.length <= 128 && isPrintable(text);
        expect(SystemId.safeParse(text).success).toBe(wanted);
      }),
    );
  });
});

describe('keys', () => {
  it('of a system have room for a hash and for any system id that is kept', () => {
    expect(SystemKey.safeParse('x'.repeat(22)).success).toBe(true);
    expect(SystemKey.safeParse('x'.repeat(128)).success).toBe(true);
    expect(SystemKey.safeParse('').success).toBe(false);
  });

  it.each(['x'.repeat(21), 'x'.repeat(23), `${'x'.repeat(21)}=`, `${'x'.repeat(21)}+`])(
    'of dedup are 16 bytes in base64url, unlike %s',
    (key) => {
      expect(DedupKey.safeParse('Az09_-'.padEnd(22, 'x')).success).toBe(true);
      expect(DedupKey.safeParse(key).success).toBe(false);
    },
  );
});
