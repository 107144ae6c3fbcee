import { describe, expect, it } from 'vitest';
import { render } from './render.ts';

describe('a rendered part', () => {
  it('is Markdown with aligned columns, numbers to the right', () => {
    const tables = [
      {
        title: 'T',
        columns: ['stage', 'n'],
        rows: [
          ['dedup', 12_345],
          ['x', 0.1234],
        ],
      },
    ];
    const aims = [{ what: 'dedup', aim: '1/s', found: '2/s', reached: true }];
    expect(render('P', { tables, aims }).split('\n')).toEqual([
      '## P',
      '',
      '### T',
      '',
      '| stage |      n |',
      '| ----- | -----: |',
      '| dedup | 12,345 |',
      '| x     |  0.123 |',
      '',
      '| aim   | wanted | found |         |',
      '| ----- | ------ | ----- | ------- |',
      '| dedup | 1/s    | 2/s   | reached |',
    ]);
  });
});
