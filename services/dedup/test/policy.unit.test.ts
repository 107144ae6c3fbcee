import { DedupKey, type Observation } from '@heliograph/schema';
import { anObservation } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../src/canonical-json.ts';
import { sha256 } from '../src/hash.sha256.ts';
import { type Duplicate, POLICIES } from '../src/policy.ts';

type PolicyName = keyof typeof POLICIES;

const first = anObservation({
  id: '0198a7f2-1111-7111-8111-11111111111a',
  system_key: 's1',
  observed_at: '2026-11-21T10:00:00.000Z',
  payload: { version: '1.0', plugins: { rpm: '3', deb: '2' } },
});
const otherId = { id: '0198a7f2-2222-7222-8222-222222222222' };

/** What the policy makes of an observation that comes after `first`. */
function judge(name: PolicyName, changes: Partial<Observation>): Duplicate | 'new' {
  const seen = new Set(POLICIES[name](first, sha256, '').map(({ key }) => key));
  const marks = POLICIES[name]({ ...first, ...changes }, sha256, '');
  return marks.find(({ key }) => seen.has(key))?.ifSeen ?? 'new';
}

describe.each<[PolicyName, string, Partial<Observation>, Duplicate | 'new']>([
  ['by-event-id', 'the same again', {}, 'duplicate_id'],
  ['by-event-id', 'the id in upper case', { id: first.id.toUpperCase() }, 'duplicate_id'],
  ['by-event-id', 'the same id with other content', { payload: {} }, 'duplicate_id'],
  ['by-event-id', 'another id', otherId, 'new'],
  ['first-per-window', 'the same again', {}, 'duplicate_id'],
  ['first-per-window', 'the same id on another day', { day: '2026-11-22' }, 'duplicate_id'],
  ['first-per-window', 'another report of the day', { ...otherId, payload: {} }, 'duplicate_window'],
  ['first-per-window', 'another day', { ...otherId, day: '2026-11-22' }, 'new'],
  ['first-per-window', 'another system', { ...otherId, system_key: 's2' as Observation['system_key'] }, 'new'],
  ['first-per-window', 'another application', { ...otherId, application: 'pulp' }, 'new'],
  ['first-per-window', 'another telemetry type', { ...otherId, telemetry_type: 'other' }, 'new'],
  ['latest-per-window', 'the same again', {}, 'duplicate_id'],
  ['latest-per-window', 'the same content', otherId, 'duplicate_content'],
  [
    'latest-per-window',
    'the same content with its keys in another order',
    { ...otherId, payload: { plugins: { deb: '2', rpm: '3' }, version: '1.0' } },
    'duplicate_content',
  ],
  ['latest-per-window', 'other content', { ...otherId, payload: { version: '1.1' } }, 'new'],
  ['latest-per-window', 'the same content on another day', { ...otherId, day: '2026-11-22' }, 'new'],
  [
    'latest-per-window',
    'the same content of another system',
    { ...otherId, system_key: 's2' as Observation['system_key'] },
    'new',
  ],
])('%s', (name, what, changes, verdict) => {
  it(`${what}: ${verdict}`, () => {
    expect(judge(name, changes)).toBe(verdict);
  });
});

describe.each(['by-event-id', 'first-per-window', 'latest-per-window'] as const)('%s, after an erasure', (name) => {
  it('knows again the id alone', () => {
    const [before, after] = ['', 'an era'].map((era) => POLICIES[name](first, sha256, era).map(({ key }) => key));
    expect(after?.map((key) => before?.includes(key))).toStrictEqual(before?.map((_, i) => i === 0));
  });
});

it('makes keys of 16 bytes in base64url', () => {
  const key = sha256('abc');
  expect(DedupKey.parse(key)).toBe(key);
  // The first 16 bytes of the digest that FIPS 180-2 gives for "abc".
  expect(Buffer.from(key, 'base64url').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223');
});

describe('canonical JSON', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: { d: null, c: [true, { z: 1, y: 'ä"' }] } }, '{"a":{"c":[true,{"y":"ä\\"","z":1}],"d":null},"b":1}'],
    [{ 10: 1, 9: 2, a: -0 }, '{"10":1,"9":2,"a":0}'],
    [[], '[]'],
    [1e21, '1e+21'],
  ])('%j', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});
