import { Counter, Gauge, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { readSamples } from '../src/status/prometheus-text.ts';

describe('metrics as text', () => {
  it('give their names, labels and values', () => {
    const text = '# HELP a_total Some\n# TYPE a_total counter\na_total{x="1",y=""} 3\na_total 4.5 1700000000000\nb 1\n';
    expect(readSamples(text, ['a_'])).toEqual([
      { name: 'a_total', labels: { x: '1', y: '' }, value: 3 },
      { name: 'a_total', labels: {}, value: 4.5 },
    ]);
  });

  it('are read as the services write them, whatever stands in a label', async () => {
    const registry = new Registry();
    const labels = { field: '/a"b\\c,d={e}\nf', why: 'misfit' };
    new Counter({ name: 'a_total', help: 'x', labelNames: ['field', 'why'], registers: [registry] }).inc(labels, 7);
    new Gauge({ name: 'a_now', help: 'x', registers: [registry] }).set(-1.5e-7);
    expect(readSamples(await registry.metrics(), ['a_'])).toEqual([
      { name: 'a_total', labels, value: 7 },
      { name: 'a_now', labels: {}, value: -1.5e-7 },
    ]);
  });

  it.each(['a_x', 'a_x{', 'a_x{y="1"', 'a_x NaN', 'a_x +Inf', 'a_x {} {}', '<html>a_x 1'])(
    'leave out what is none: %s',
    (line) => {
      expect(readSamples(`${line}\na_y 1`, ['a_'])).toEqual([{ name: 'a_y', labels: {}, value: 1 }]);
    },
  );
});
