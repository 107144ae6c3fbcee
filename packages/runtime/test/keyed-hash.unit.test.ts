import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pseudonymsOf } from '../src/index.ts';

const SECRET = '0123456789abcdef0123456789abcdef';
const AGENT = 'e93c2b22-5555-5555-8666-12372d2cb8ac';

describe('the pseudonym of a system', () => {
  // Made without this code: printf 'trento\0e93c…' | openssl dgst -sha256 -hmac "$SECRET" -binary | head -c16 | base64
  it.each([
    [SECRET, 'trento', AGENT, '5UXgq-DPsrK3FyDzc22jAw'],
    [SECRET, 'pulp', AGENT, 'xfZMjxvFcT5Ip5wIw4ErYg'],
    [SECRET, 'trento', 'Käse', 'apFTcghg0GYj8NImfzah5g'],
    ['f'.repeat(32), 'trento', AGENT, 'kIv6msXdsIDujhEZ1XSmpA'],
  ])('under %s %s %s is %s', (secret, application, value, golden) => {
    expect(pseudonymsOf(secret).system(application, value)).toBe(golden);
  });

  it('is 22 characters of base64url, the same each time', () => {
    const hash = pseudonymsOf(SECRET).system;
    fc.assert(
      fc.property(fc.string(), fc.string(), (application, value) => {
        expect(hash(application, value)).toMatch(/^[A-Za-z0-9_-]{22}$/);
        expect(hash(application, value)).toBe(pseudonymsOf(SECRET).system(application, value));
      }),
    );
  });

  it('cannot confuse the end of an application with the beginning of a value', () => {
    const hash = pseudonymsOf(SECRET).system;
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9_.-]{0,9}$/);
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(hash(a + b, c)).not.toBe(hash(a, b + c));
      }),
    );
  });
});

describe('the pseudonyms of one text', () => {
  it('differ for a system, for each field, and for the id of a record', () => {
    const { system, field, record } = pseudonymsOf(SECRET);
    const made = [
      system('trento', AGENT),
      field('trento', 'host_telemetry', '/installation_id')(AGENT),
      field('trento', 'host_telemetry', '/other')(AGENT),
      field('trento', 'other', '/installation_id')(AGENT),
      field('pulp', 'host_telemetry', '/installation_id')(AGENT),
      record(AGENT),
    ];
    expect(new Set(made).size).toBe(made.length);
    expect(made.at(-1)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('of a field is no system, whatever a sender calls its system', () => {
    const { system, field } = pseudonymsOf(SECRET);
    const secret = field('pulp', 'status', '/mail')('alice@example.org');
    for (const id of [
      'alice@example.org',
      'status\0/mail\0alice@example.org',
      'field\0pulp\0status\0/mail\0alice@example.org',
    ])
      expect(system('pulp', id)).not.toBe(secret);
  });

  it('change with the secret', () => {
    const [a, b] = [pseudonymsOf(SECRET), pseudonymsOf('f'.repeat(32))];
    expect(a.record(AGENT)).not.toBe(b.record(AGENT));
    expect(a.field('a', 'b', '/c')('d')).not.toBe(b.field('a', 'b', '/c')('d'));
  });
});
