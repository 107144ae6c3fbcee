import { describe, expect, it } from 'vitest';
import { parseMetrics } from './metrics.ts';

describe('metrics', () => {
  const metrics = parseMetrics(
    [
      '# HELP records_total Records',
      'records_total{outcome="ok",reason=""} 40',
      'records_total{outcome="drop",reason="a"} 2.5e1',
      'records_total_other 7',
      'up 1',
    ].join('\n'),
  );

  it('sums the series of one name', () => {
    expect(metrics.sum('records_total')).toBe(65);
    expect(metrics.sum('up')).toBe(1);
    expect(metrics.sum('absent')).toBe(0);
  });

  it('sums those with the labels that are asked for', () => {
    expect(metrics.sum('records_total', { outcome: 'ok' })).toBe(40);
    expect(metrics.sum('records_total', { outcome: 'drop', reason: 'b' })).toBe(0);
  });
});
