import { accessKeyHash } from '@heliograph/runtime';
import { type AccessKeyRecord, accessKeyText, parseAccessKey } from '@heliograph/schema';
import { testRuntime } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { type AuthMode, createAccess, targetsOtherApplication } from '../src/auth/access.ts';
import { createKeyRing, createKeyVerifier } from '../src/auth/key-ring.kafka.ts';
import { aKey, SECRET } from './keys.ts';

const NOW = Date.now();

/** What a gateway with the given keys on its ring says to one Authorization header. */
function ask(authorization: string | undefined, records: readonly AccessKeyRecord[], mode: AuthMode, secret = SECRET) {
  const ring = createKeyRing(testRuntime().log);
  for (const record of records) ring.put({ key: record.id, value: Buffer.from(JSON.stringify(record)) });
  const verifyKey = secret === '' ? undefined : createKeyVerifier(ring, secret);
  const modes = { reports: mode, privacy_requests: 'open' } as const;
  const access = createAccess({ modes, verifyKey, clock: Date.now });
  const caller = access.authenticate(authorization, () => '192.0.2.1');
  const refused = access.authorize(caller, 'reports');
  if (refused !== undefined) expect(caller.client).toEqual({ address: '192.0.2.1' });
  return refused === undefined ? caller : { refused };
}

describe('an API key', () => {
  const { record, text } = aKey();
  const other = aKey();

  it('lets its holder in, for its application', () => {
    for (const mode of ['open', 'keys'] as const)
      expect(ask(`Bearer ${text}`, [other.record, record], mode)).toEqual({
        client: { key: record.id },
        application: 'pulp',
      });
    expect(ask(`bearer   ${text} `, [record], 'keys')).toHaveProperty('application');
  });

  it.each([
    ['of the wrong form', 'Bearer hg_1', [record]],
    ['with another secret half', `Bearer ${text.slice(0, -4)}AAAA`, [record]],
    ['with the id of another', `Bearer ${text.replace(record.id, other.record.id)}`, [record, other.record]],
    ['that nobody knows', `Bearer ${text}`, [other.record]],
    ['that was revoked', `Bearer ${text}`, [{ ...record, revoked_at: new Date(NOW).toISOString() }]],
    ['that was given to another application behind our back', `Bearer ${text}`, [{ ...record, application: 'trento' }]],
  ])('is refused %s, in either mode', (_, authorization, records) => {
    expect(ask(authorization, records, 'keys')).toEqual({ refused: 'invalid_api_key' });
    expect(ask(authorization, records, 'open')).toEqual({ refused: 'invalid_api_key' });
  });

  it('expires', () => {
    const at = (ms: number) => [{ ...record, expires_at: new Date(NOW + ms).toISOString() }];
    expect(ask(`Bearer ${text}`, at(-1), 'keys')).toEqual({ refused: 'api_key_expired' });
    expect(ask(`Bearer ${text}`, at(60_000), 'keys')).toHaveProperty('application');
    // To somebody who has only its id it is a wrong key like any other.
    expect(ask(`Bearer ${text.slice(0, -4)}AAAA`, at(-1), 'keys')).toEqual({ refused: 'invalid_api_key' });
  });

  it('is required in one mode and not in the other', () => {
    for (const nothing of [undefined, '', 'Basic dTpw', 'Bearer somebody-elses'])
      expect(ask(nothing, [record], 'keys')).toEqual({ refused: 'api_key_required' });
    expect(ask(undefined, [record], 'open')).toEqual({ client: { address: '192.0.2.1' } });
  });

  it('means nothing to a gateway without the secret', () => {
    expect(ask(`Bearer ${text}`, [record], 'open', '')).toEqual({ client: { address: '192.0.2.1' } });
    expect(() => ask(undefined, [record], 'keys', '')).toThrow('no secret');
  });

  it('means nothing to a gateway with another secret', () => {
    expect(ask(`Bearer ${text}`, [record], 'keys', 's'.repeat(32))).toEqual({ refused: 'invalid_api_key' });
  });

  it('is not kept in its hash, which depends on all that it consists of', () => {
    const key = parseAccessKey(text);
    if (key === undefined) throw new Error('no key');
    expect(accessKeyText(key)).toBe(text);
    expect(JSON.stringify(record)).not.toContain(key.secret);
    const hash = accessKeyHash(SECRET);
    const hashes = [hash('pulp', key), hash('trento', key), hash('pulp', { ...key, id: other.record.id })];
    expect(new Set([...hashes, accessKeyHash('x')('pulp', key)]).size).toBe(4);
  });
});

describe('the ring of keys', () => {
  const { record } = aKey();
  const row = (value: unknown, key: string | null = record.id) => ({ key, value: Buffer.from(JSON.stringify(value)) });

  it('takes a key off where its row is gone, cannot be read, or is another one', () => {
    for (const bad of [{ key: record.id, value: null }, row({ ...record, hash: 1 }), row(aKey().record)]) {
      const ring = createKeyRing(testRuntime().log);
      ring.put(row(record));
      expect(ring.find(record.id)).toEqual(record);
      ring.put(bad);
      expect([ring.find(record.id), ring.size]).toEqual([undefined, 0]);
    }
  });

  it('does not mind rows that belong to no key', () => {
    const ring = createKeyRing(testRuntime().log);
    ring.put({ key: null, value: Buffer.from('{}') });
    ring.put({ key: 'x', value: Buffer.from('no JSON') });
    expect(ring.size).toBe(0);
  });
});

it.each([
  [['pulp'], false],
  [['pulp', 'trento'], true],
  [['trento'], true],
  [[null, 1, undefined, {}, ['trento']], false],
])('a body that names %j targets another application than pulp: %s', (named, isOther) => {
  const client = { key: aKey().record.id };
  expect(targetsOtherApplication({ client, application: 'pulp' }, named)).toBe(isOther);
  expect(targetsOtherApplication({ client: { address: 'a' } }, named)).toBe(false);
});
