import { describe, expect, it } from 'vitest';
import type { RunQuery } from '../../src/summaries/counting/day.ts';
import { countActivity } from '../../src/summaries/kinds/systems/count.ts';
import { countUnregistered } from '../../src/summaries/kinds/unregistered/count.ts';
import { countSummary } from '../../src/summaries/of-summary.ts';
import type { Summary } from '../../src/summaries/shapes.ts';

const SOURCE = { application: 'example', telemetry_type: 'status', channel: 'production' };
const KEY = { ...SOURCE, day: '2026-11-20' };

/** Answers each statement in turn with some rows, after a look at its parameters. */
function answering(...answers: readonly (readonly unknown[])[]): RunQuery {
  const next = answers.values();
  return async <Row>(text: string, values: readonly unknown[]) => {
    const used = new Set([...text.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n)));
    expect([...used].toSorted((a, b) => a - b)).toEqual(values.map((_, i) => i + 1));
    return (next.next().value ?? []) as readonly Row[];
  };
}

describe('a count', () => {
  it.each<[Summary, readonly unknown[], object]>([
    [
      { name: 'share', kind: 'share', field: '/a/*/b/*', levels: ['x.y'] },
      [
        { key: 'k', is_member: false, of_key: 5, value: '1.2', systems: 3 },
        { key: 'rare', is_member: false, of_key: 1, value: null, systems: null },
        { key: '', is_member: true, of_key: 2, value: 'm', systems: 2 },
      ],
      {
        levels: ['x.y'],
        parts: [
          { key: 'k', systems: 5, counts: [{ value: '1.2', systems: 3 }], rest: 2 },
          { key: 'rare', systems: 1, counts: [], rest: 1 },
        ],
        members: [{ value: 'm', systems: 2 }],
      },
    ],
    [
      { name: 'plain', kind: 'share', field: '/a' },
      [{ key: '', is_member: false, of_key: 1, value: 'x', systems: 1 }],
      { parts: [{ key: null, systems: 1, counts: [{ value: 'x', systems: 1 }], rest: 0 }], members: [] },
    ],
    [
      { name: 'statistics', kind: 'statistics', field: '/n/*' },
      [
        {
          ...{ key: 'k', systems: 2, mean: '1.5', percentiles: ['0', '1', '1.5', '2', '3'] },
          ...{
            sum: '1e400',
            first: '3',
            second: '0',
            histogram: [
              [0, 1],
              [65, 1],
            ],
          },
        },
      ],
      {
        distributions: [
          {
            ...{ key: 'k', systems: 2, mean: 1.5, percentiles: [0, 1, 1.5, 2, 3] },
            histogram: [
              { from: null, to: 0, systems: 1 },
              { from: 2 ** 63, to: null, systems: 1 },
            ],
            magnitude: { sum: Number.MAX_VALUE, first: 3, second: 0 },
          },
        ],
      },
    ],
    [
      { name: 'number', kind: 'statistics', field: '/n' },
      [
        {
          ...{ key: '', systems: 1, mean: '1', percentiles: ['1', '1', '1', '1', '1'] },
          ...{ sum: '1', first: '1', second: '0', histogram: [[2, 1]] },
        },
      ],
      { distributions: [expect.objectContaining({ key: null, histogram: [{ from: 1, to: 2, systems: 1 }] })] },
    ],
    [
      { name: 'age', kind: 'age' },
      [
        { bucket: 1, systems: 4 },
        { bucket: 17, systems: 1 },
      ],
      {
        buckets: [
          { from: 0, to: 1, systems: 4 },
          { from: 2 ** 15, to: null, systems: 1 },
        ],
      },
    ],
    [
      { name: 'cross', kind: 'cross', rows: '/a', columns: '/b', row_level: 'x.y' },
      [{ row: '1.2', column: null, systems: 3 }],
      { row_level: 'x.y', column_level: null, cells: [{ row: '1.2', column: null, systems: 3 }] },
    ],
  ])('uses each of its parameters and reads the rows: %j', async (summary, rows, expected) => {
    const counted = await countSummary(answering(rows), KEY, summary);
    expect(counted).toMatchObject({ name: summary.name, kind: summary.kind, ...expected });
  });

  it('of systems asks for the activity and for the new ones of each day', async () => {
    const counts = { active: 9, continuing: 4, gone: 2, persistent: null, within: [], withinBefore: [] };
    const run = () => answering([counts], [{ day: '2026-11-20', systems: 3 }]);
    const ofDay = { ...counts, new: 3, returning: 2, newOfDays: [] };
    expect(await countSummary(run(), KEY, { name: 'systems', kind: 'systems' })).toEqual({
      name: 'systems',
      kind: 'systems',
      activity: ofDay,
    });
    const week = await countActivity(run(), SOURCE, 'week', '2026-11-16');
    expect(week.newOfDays).toEqual([0, 0, 0, 0, 3, 0, 0]);
    await expect(countActivity(answering([]), SOURCE, 'month', '2026-11-01')).rejects.toThrow(
      'a count returned no row',
    );
  });

  it('of what is not registered has a name that no definition can give', async () => {
    const paths = [{ value: '/x', systems: 2 }];
    expect(await countUnregistered(answering(paths), KEY)).toEqual({
      kind: 'unregistered',
      name: '_unregistered',
      paths,
    });
  });
});
