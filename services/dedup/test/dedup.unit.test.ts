import { aDefinition, anObservation } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { beginBatch, expiryDay } from '../src/dedup.ts';
import { sha256 } from '../src/hash.sha256.ts';
import { createMemory } from '../src/memory.ts';
import { createSeenKeys } from '../src/seen-keys.memory.ts';

const definition = aDefinition({ dedup: { policy: 'latest-per-window' } });
const at = (observed_at: string, received_at = observed_at, payload: object = { at: observed_at, received_at }) =>
  anObservation({
    application: 'example',
    telemetry_type: 'status',
    system_key: 's1',
    observed_at,
    received_at,
    payload: { ...payload },
  });

function fresh() {
  const memory = createMemory(createSeenKeys());
  const begin = () => beginBatch(memory, sha256);
  return { memory, begin };
}

describe('a batch', () => {
  it('knows what it has found new before, committed or not', () => {
    const { memory, begin } = fresh();
    const report = at('2026-11-21T10:00:00.000Z');
    const batch = begin();
    expect(batch.judge(report, definition)).toMatchObject({ kind: 'new' });
    expect(batch.judge(report, definition)).toStrictEqual({ kind: 'duplicate', why: 'duplicate_id' });
    expect(memory.keys).toBe(0);
  });

  it('is forgotten unless it is committed', () => {
    const { memory, begin } = fresh();
    const report = at('2026-11-21T10:00:00.000Z');
    begin().judge(report, definition);
    const again = begin();
    expect(again.judge(report, definition)).toMatchObject({ kind: 'new', newest: true });
    again.commit();
    expect(memory.keys).toBe(2);
    expect(begin().judge(report, definition)).toMatchObject({ kind: 'duplicate' });
  });
});

describe('the newest observation of a system', () => {
  it.each([
    ['observed later', '2026-11-21T10:00:00.001Z', '2026-11-21T12:00:00.000Z', true],
    ['observed earlier, received later', '2026-11-21T09:59:59.999Z', '2026-11-21T13:00:00.000Z', false],
    ['observed at the same time, received later', '2026-11-21T10:00:00.000Z', '2026-11-21T12:00:00.001Z', true],
    ['observed at the same time, received earlier', '2026-11-21T10:00:00.000Z', '2026-11-21T11:59:59.999Z', false],
    ['the same in both', '2026-11-21T10:00:00.000Z', '2026-11-21T12:00:00.000Z', false],
  ])('%s', (_, observed, received, newest) => {
    const first = at('2026-11-21T10:00:00.000Z', '2026-11-21T12:00:00.000Z');
    const second = at(observed, received, { second: true });
    const { begin } = fresh();
    const one = begin();
    one.judge(first, definition);
    expect(one.judge(second, definition)).toMatchObject({ kind: 'new', newest });

    const two = fresh();
    const earlier = two.begin();
    earlier.judge(first, definition);
    earlier.commit();
    expect(two.begin().judge(second, definition)).toMatchObject({ kind: 'new', newest });
  });
});

describe('the memory', () => {
  it('forgets keys and systems once a record received on the day of expiry has been committed', () => {
    const { memory, begin } = fresh();
    const commit = (...reports: ReturnType<typeof at>[]) => {
      const batch = begin();
      for (const report of reports) batch.judge(report, definition);
      batch.commit();
    };
    // The window of 2 days ends with the 23rd, the margin with the 24th.
    commit({ ...at('2026-11-21T10:00:00.000Z'), system_key: 's0' as never });
    commit(at('2026-11-24T23:59:59.999Z'));
    expect([memory.keys, memory.systems]).toStrictEqual([4, 2]);
    commit(at('2026-11-25T00:00:00.000Z'));
    expect([memory.keys, memory.systems]).toStrictEqual([4, 1]);
  });

  it.each([
    ['2026-11-21', '2d', 2 * 24, '2026-11-25'],
    ['2026-11-21', '36h', 36, '2026-11-25'],
    ['2026-12-30', '7d', 7 * 24, '2027-01-08'],
    ['2026-11-21', '1s', 1 / 3600, '2026-11-24'],
  ])('keeps what counts for %s, with a late window of %s, until %s', (day, _, hours, expires) => {
    expect(expiryDay(day, hours * 3_600_000)).toBe(expires);
  });
});
