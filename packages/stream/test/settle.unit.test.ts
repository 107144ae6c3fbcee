import { describe, expect, it } from 'vitest';
import type { ConsumerRecord } from '../src/client/consumer-record.ts';
import { dead, ok } from '../src/outcome/outcome.ts';
import { settle } from '../src/outcome/settle.ts';

const record: ConsumerRecord = {
  topic: 'raw',
  partition: 0,
  offset: 7n,
  key: null,
  value: null,
  headers: {},
  timestampMs: 0,
};
const batchOf = (n: number) => Array.from({ length: n }, (_, i) => ({ ...record, offset: BigInt(i) }));
const poison = dead('not_json', 'the value is not UTF-8 JSON');

describe('settle', () => {
  it.each([
    { size: 19, poisoned: 19, kind: 'settle' },
    { size: 20, poisoned: 10, kind: 'settle' },
    { size: 20, poisoned: 11, kind: 'retry' },
    { size: 100, poisoned: 51, kind: 'retry' },
  ])('$poisoned dead letters of $size: $kind', ({ size, poisoned, kind }) => {
    const outcomes = Array.from({ length: size }, (_, i) => (i < poisoned ? poison : ok()));
    expect(settle(batchOf(size), outcomes).kind).toBe(kind);
  });

  it('is not held up by records that die again, and still sees a fault among the others', () => {
    const again = { ...record, headers: { 'dead.attempts': '1' } };
    const dying = (batch: ConsumerRecord[]) => settle(batch, [...batch.map(() => poison)]).kind;
    expect(dying(Array.from({ length: 100 }, () => again))).toBe('settle');
    expect(dying([...Array.from({ length: 100 }, () => again), ...batchOf(19)])).toBe('settle');
    expect(dying([...Array.from({ length: 100 }, () => again), ...batchOf(20)])).toBe('retry');
    const mixed = [...Array.from({ length: 100 }, () => again), ...batchOf(20)];
    const outcomes = mixed.map((one, i) => (one === again || i < 110 ? poison : ok()));
    expect(settle(mixed, outcomes).kind).toBe('settle');
  });

  const refused = dead('store_rejected', 'HTTP 422');
  const of = (application: string, n: number) =>
    Array.from({ length: n }, () => ({ ...record, headers: { application, telemetry_type: 'status' } }));
  const refusing = (names: readonly string[], batch: readonly ConsumerRecord[], tripped: readonly string[] = []) =>
    settle(
      batch,
      batch.map(({ headers }) => (names.includes(headers.application ?? '') ? refused : ok())),
      ({ headers }) => tripped.includes(headers.application ?? ''),
    );

  it('sets aside what is refused of one source, and lets the others pass', () => {
    const plan = refusing(['acme'], [...of('acme', 400), ...of('pulp', 5)]);
    expect(plan).toMatchObject({ kind: 'settle', counts: { ok: 5 } });
    expect(plan.kind === 'settle' && plan.deadLetters).toHaveLength(400);
    expect(refusing(['acme'], of('acme', 400)).kind).toBe('settle');
    expect(refusing(['acme', 'trento'], [...of('acme', 400), ...of('trento', 400), ...of('pulp', 1)]).kind).toBe(
      'settle',
    );
  });

  it('waits where the store refuses all sources, unless they are known to be refused each for itself', () => {
    const both = [...of('acme', 400), ...of('pulp', 20)];
    expect(refusing(['acme', 'pulp'], both)).toEqual({ kind: 'retry', cause: 'too_many_dead_letters' });
    expect(refusing(['acme', 'pulp'], both, ['acme']).kind).toBe('settle');
    expect(refusing(['acme', 'pulp'], [...of('acme', 15), ...of('pulp', 4)]).kind).toBe('settle');
  });

  it('refuses a handler that forgot a record', () => {
    expect(() => settle(batchOf(3), [ok(), ok()])).toThrow('2 outcomes for 3 records');
  });
});
