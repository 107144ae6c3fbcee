import { testRuntime } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import type { ConsumerRecord } from '../src/client/consumer-record.ts';
import { watchBreakers } from '../src/consume/breakers.ts';
import { createBreakers } from '../src/outcome/breaker.ts';
import { dead, drop, type Outcome, ok } from '../src/outcome/outcome.ts';

const refused = dead('store_rejected', 'HTTP 422');

function recordOf(application: string, headers: ConsumerRecord['headers'] = {}): ConsumerRecord {
  return {
    topic: 'observations',
    partition: 0,
    offset: 0n,
    key: null,
    value: null,
    headers: { application, telemetry_type: 'status', ...headers },
    timestampMs: 0,
  };
}

/** Counts so many records of an application, all with one outcome. */
const each = (n: number, application: string, outcome: Outcome, headers: ConsumerRecord['headers'] = {}) =>
  [Array.from({ length: n }, () => recordOf(application, headers)), Array.from({ length: n }, () => outcome)] as const;

describe('a breaker', () => {
  it.each([
    [19, 0, false],
    [20, 0, true],
    [11, 9, true],
    [10, 10, false],
  ])('with %i dead letters and %i others has tripped: %s', (deadLetters, others, isTripped) => {
    const breakers = createBreakers();
    const changes = [
      ...breakers.count(...each(deadLetters, 'acme', refused)),
      ...breakers.count(...each(others, 'acme', ok())),
    ];
    expect(breakers.isTripped(recordOf('acme'))).toBe(isTripped);
    expect(changes.length > 0).toBe(isTripped);
  });

  it('is of one source, whatever batch or partition its records come in', () => {
    const breakers = createBreakers();
    for (let i = 0; i < 19; i += 1) breakers.count([recordOf('acme'), recordOf('pulp')], [refused, ok()]);
    expect(breakers.count([recordOf('acme'), recordOf('pulp')], [refused, ok()])).toEqual([
      {
        application: 'acme',
        telemetry_type: 'status',
        isTripped: true,
        dead: 20,
        records: 20,
        reason: 'store_rejected',
      },
    ]);
    expect([breakers.isTripped(recordOf('acme')), breakers.isTripped(recordOf('pulp'))]).toEqual([true, false]);
    expect(breakers.isTripped(recordOf('acme', { telemetry_type: 'usage' }))).toBe(false);
  });

  it('closes when most records are processed again, those of a replay among them', () => {
    const breakers = createBreakers();
    breakers.count(...each(400, 'acme', refused));
    // That they die again is no news.
    expect(breakers.count(...each(400, 'acme', refused, { 'dead.attempts': '1' }))).toEqual([]);
    expect(breakers.count(...each(20, 'acme', ok(), { 'dead.attempts': '1' }))).toMatchObject([{ isTripped: false }]);
    expect(breakers.isTripped(recordOf('acme'))).toBe(false);
  });

  it('counts drops as processed, and nothing that names no source', () => {
    const breakers = createBreakers();
    expect(breakers.count(...each(40, 'acme', drop('past_retention')))).toEqual([]);
    const nameless = { ...recordOf('acme'), headers: {} };
    expect(breakers.count(Array(40).fill(nameless), Array(40).fill(refused))).toEqual([]);
    expect(breakers.isTripped(nameless)).toBe(false);
  });

  it('is kept for so many sources and no more, whatever names a writer invents', () => {
    const breakers = createBreakers();
    const invented = Array.from({ length: 2000 }, (_, i) => recordOf(`a${i}`));
    for (let i = 0; i < 20; i += 1) breakers.count(invented, Array(2000).fill(refused));
    expect(invented.filter(breakers.isTripped)).toHaveLength(500);
  });
});

describe('a breaker that has tripped', () => {
  it('is a warning, a metric and a line in the log until it closes', async () => {
    const { registry, log: silent } = testRuntime();
    const lines: unknown[] = [];
    const warnings = new Map<string, string>();
    const health = {
      ...testRuntime().health,
      warn: (about: string, why: string) => void warnings.set(about, why),
      unwarn: (about: string) => void warnings.delete(about),
    };
    const log = {
      ...silent,
      error: (fields: object, message: string) => void lines.push({ ...fields, message }),
      info: (fields: object, message: string) => void lines.push({ ...fields, message }),
    };
    const watch = watchBreakers({ log, health, registry });
    const shown = async () => (await registry.metrics()).split('\n').filter((line) => line.startsWith('heliograph_'));

    watch.settled(...each(20, 'acme', refused));
    watch.settled(...each(20, 'pulp', refused));
    expect(warnings.get('breaker')).toBe(
      'most records become dead letters: acme/status (store_rejected), pulp/status (store_rejected)',
    );
    expect(await shown()).toEqual([
      'heliograph_breaker_tripped{application="acme",telemetry_type="status"} 1',
      'heliograph_breaker_tripped{application="pulp",telemetry_type="status"} 1',
    ]);
    expect(lines[0]).toMatchObject({ application: 'acme', reason: 'store_rejected', dead: 20, records: 20 });

    watch.settled(...each(20, 'acme', ok()));
    expect(warnings.get('breaker')).toBe('most records become dead letters: pulp/status (store_rejected)');
    watch.settled(...each(20, 'pulp', ok()));
    expect(warnings.size).toBe(0);
    expect(await shown()).toEqual([]);
    expect(lines).toHaveLength(4);
  });
});
