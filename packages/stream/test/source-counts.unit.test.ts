import { anInput } from '@heliograph/testkit';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { canariesIn } from '../src/consume/canaries.ts';
import { createStageMetrics } from '../src/consume/metrics.ts';
import { dead, drop, ok, retry } from '../src/outcome/outcome.ts';
import { countSources } from '../src/outcome/source-counts.ts';

const of = (application: string) => anInput({}, { headers: { application, telemetry_type: 'status' } });
const count = { telemetry_type: 'status', records: 1 };

describe('records by source', () => {
  it('are counted by outcome and reason', () => {
    const batch = [of('a'), of('a'), of('b'), of('a'), of('a')];
    const outcomes = [ok(), ok(), ok(), drop('duplicate_id'), dead('not_json', 'secret')];
    expect(countSources(batch, outcomes)).toEqual([
      { ...count, application: 'a', outcome: 'ok', reason: '', records: 2 },
      { ...count, application: 'b', outcome: 'ok', reason: '' },
      { ...count, application: 'a', outcome: 'drop', reason: 'duplicate_id' },
      { ...count, application: 'a', outcome: 'dead', reason: 'not_json' },
    ]);
  });

  it('are those that name one, and are settled', () => {
    const nameless = anInput({}, { headers: {} });
    const half = anInput({}, { headers: { application: 'a' } });
    expect(countSources([nameless, half, of('a')], [ok(), ok(), retry('x')])).toEqual([]);
  });

  it('know the canaries among them, dead letters apart, and when they were sent', () => {
    const canary = (received_at: string) =>
      anInput({ received_at }, { headers: { application: 'heliograph', telemetry_type: 'canary' } });
    const batch = [of('a'), canary('2026-12-01T10:00:00.000Z'), canary('2026-12-01T10:01:00.000Z')];
    const counts = (outcomes: Parameters<typeof countSources>[1]) => countSources(batch, outcomes);
    const sent = [Date.UTC(2026, 11, 1, 10, 0), Date.UTC(2026, 11, 1, 10, 1)];
    expect(canariesIn(batch, counts([ok(), ok(), drop('x')]))).toEqual(sent);
    expect(canariesIn(batch, counts([ok(), dead('not_json', ''), dead('not_json', '')]))).toEqual([]);
    expect(canariesIn([of('a')], countSources([of('a')], [ok()]))).toEqual([]);
  });

  it('have a bound on the names that somebody can make up', async () => {
    const registry = new Registry();
    const metrics = createStageMetrics(registry, 'dedup');
    const counts = { ok: 1, drops: new Map(), dead: new Map() };
    for (let i = 0; i < 600; i += 1) metrics.settled(counts, countSources([of(`a${i}`)], [ok()]), 0.1);
    const text = await registry.metrics();
    expect(text.match(/^heliograph_source_records_total\{/gm)).toHaveLength(500);
    expect(text).toContain('heliograph_records_total{outcome="ok",reason=""} 600');
  });
});
