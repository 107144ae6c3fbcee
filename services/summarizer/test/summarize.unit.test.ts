import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { type Counted, toFigure } from '../src/summarize.ts';

const definition = aDefinition({ publish: { minimum_systems: 5 } });
const suppressed = { figures: { suppressed: true }, systems: null };

const version: Counted = {
  kind: 'share',
  name: 'version',
  levels: ['x.y.z', 'x.y'],
  systems: 20,
  counts: [
    { key: null, value: '3.20.1', systems: 8 },
    { key: null, value: '3.20.0', systems: 6 },
    { key: null, value: '3.21.0', systems: 6 },
  ],
};

describe('a figure', () => {
  it('says how many systems there are', () => {
    const counted: Counted = { kind: 'systems', name: 'systems' };
    expect(toFigure(counted, 5, definition)).toEqual({
      name: 'systems',
      kind: 'systems',
      figures: { suppressed: false },
      systems: 5,
      of_systems: 5,
    });
    expect(toFigure(counted, 4, definition)).toMatchObject({ ...suppressed, of_systems: null });
    expect(toFigure(counted, 0, aDefinition({ publish: { minimum_systems: 1 } }))).toMatchObject(suppressed);
  });

  it('is withheld where too few systems have the field, but says of how many', () => {
    expect(toFigure({ ...version, systems: 4 }, 90, definition)).toMatchObject({ ...suppressed, of_systems: 90 });
  });

  it('has a share for each level, the coarsest first', () => {
    const { figures, systems, of_systems } = toFigure(version, 25, definition);
    expect([systems, of_systems]).toEqual([20, 25]);
    expect(figures).toEqual({
      suppressed: false,
      shares: [
        {
          key: null,
          level: 'x.y',
          systems: 20,
          values: [
            { value: '3.20', systems: 14 },
            { value: '3.21', systems: 6 },
          ],
          other: 0,
        },
        {
          key: null,
          level: 'x.y.z',
          systems: 20,
          values: [
            { value: '3.20.1', systems: 8 },
            { value: '3.20.0', systems: 6 },
            { value: '3.21.0', systems: 6 },
          ],
          other: 0,
        },
      ],
    });
  });

  it('has a share for each key that enough systems have', () => {
    const counts = [
      { key: 'rpm', value: '1', systems: 3 },
      { key: 'rpm', value: '2', systems: 3 },
      { key: 'deb', value: '1', systems: 4 },
      { key: 'ansible', value: '9', systems: 5 },
    ];
    const { figures } = toFigure({ ...version, levels: [], systems: 12, counts }, 12, definition);
    expect(figures).toEqual({
      suppressed: false,
      shares: [
        { key: 'ansible', level: null, systems: 5, values: [{ value: '9', systems: 5 }], other: 0 },
        { key: 'rpm', level: null, systems: 6, values: [], other: 6 },
      ],
    });
  });

  it('has statistics for each key that enough systems have', () => {
    const distribution = {
      key: null,
      systems: 6,
      mean: 3.5,
      percentiles: [1, 2, 3, 5, 8],
      histogram: [{ from: 1, to: 2, systems: 6 }],
    };
    const few = { ...distribution, key: 'few', systems: 4 };
    const counted: Counted = { kind: 'statistics', name: 'cpus', systems: 6, distributions: [few, distribution] };
    expect(toFigure(counted, 10, definition).figures).toEqual({
      suppressed: false,
      statistics: [
        {
          key: null,
          systems: 6,
          mean: 3.5,
          p5: 1,
          p25: 2,
          median: 3,
          p75: 5,
          p95: 8,
          histogram: distribution.histogram,
        },
      ],
    });
  });
});
