import { describe, expect, it } from 'vitest';
import { discloseActivity } from '../../src/summaries/kinds/systems/disclose.ts';
import type { Activity } from '../../src/summaries/kinds/systems/shape.ts';

const DAY = { persistent: null, within: [], newOfDays: [], withinBefore: [] };

type Flows = [fresh: number, returning: number, continuing: number, gone: number];

const flows = (fresh: number, returning: number, continuing: number, gone: number, span: Partial<Activity> = {}) => {
  const active = fresh + returning + continuing;
  return discloseActivity({ active, new: fresh, returning, continuing, gone, ...DAY, ...span }, 11);
};

describe('who came and went, where eleven are enough', () => {
  it.each([
    ['all are told where each is enough', [11, 11, 50, 11], [11, 11, 50, 11]],
    ['nobody may be told', [0, 0, 50, 0], [0, 0, 50, 0]],
    ['new alone where few came back', [11, 3, 50, 11], [11, null, null, null]],
    ['new alone where few stayed', [11, 11, 3, 11], [11, null, null, null]],
    ['new alone where few went', [11, 11, 50, 3], [11, null, null, null]],
    ['new alone where few reported before', [50, 0, 0, 3], [50, null, null, null]],
    ['new alone where nobody did', [50, 0, 0, 0], [50, null, null, null]],
    ['none where few are new', [3, 11, 50, 11], [null, null, null, null]],
    ['none where few are not', [50, 0, 3, 11], [null, null, null, null]],
  ] satisfies [string, Flows, (number | null)[]][])('%s', (_, given, [fresh, returning, continuing, gone]) => {
    expect(flows(...given)).toMatchObject({ active: given[0] + given[1] + given[2] });
    expect(flows(...given)).toMatchObject({ new: fresh, returning, continuing, gone });
  });

  it('nothing at all where few reported', () => {
    expect(flows(10, 0, 0, 30)).toBeUndefined();
    expect(flows(0, 0, 0, 30)).toBeUndefined();
  });

  it('tells everything where nobody is protected', () => {
    const activity = { active: 2, new: 1, returning: 0, continuing: 1, gone: 0, ...DAY };
    expect(discloseActivity(activity, 1)).toMatchObject({ new: 1, returning: 0, continuing: 1, gone: 0 });
  });
});

describe('a week', () => {
  const week = (span: Partial<Activity>, given: readonly [number, number, number, number] = [40, 0, 60, 20]) =>
    flows(...given, {
      persistent: 80,
      within: [60, 60, 60, 60, 60, 0, 0],
      newOfDays: [20, 20, 0, 0, 0, 0, 0],
      ...span,
    });

  it('is told beside its days', () => {
    expect(week({})).toEqual({ active: 100, new: 40, returning: 0, continuing: 60, gone: 20, persistent: 80 });
  });

  it.each([
    ['few reported in it, but not on one of its days', { within: [97, 60, 60, 0, 0, 0, 0] }],
    ['few reported on several of its days', { within: [53, 50, 0, 0, 0, 0, 0] }],
  ])('is not where %s', (_, span) => {
    expect(week(span)).toBeUndefined();
  });

  it('is not where few are not new, which its days tell', () => {
    const given = [95, 0, 5, 20] as const;
    expect(week({ within: [60, 66, 60, 0, 0, 0, 0], newOfDays: [40, 55, 0, 0, 0, 0, 0] }, given)).toBeUndefined();
    expect(week({ within: [60, 66, 60, 0, 0, 0, 0], newOfDays: [40, 53, 2, 0, 0, 0, 0] }, given)).toMatchObject({
      active: 100,
      new: null,
    });
  });

  it.each([
    ['few were new on one of its days', { newOfDays: [37, 3, 0, 0, 0, 0, 0] }],
    ['few were not new on one of its days', { within: [22, 60, 60, 60, 60, 0, 0] }],
  ])('does not tell of flows where %s', (_, span) => {
    expect(week(span)).toMatchObject({ active: 100, new: null, returning: null, continuing: null, gone: null });
  });

  it.each([
    ['tells of flows', 'where those of five days, all held back, are enough', [5, 6, 7, 5, 2, 0, 0], 25],
    ['does not', 'where they are not', [5, 6, 7, 4, 2, 0, 0], null],
    ['does not', 'where they are of two days', [10, 10, 20, 0, 0, 0, 0], null],
  ])('%s %s', (_does, _where, newOfDays, told) => {
    const fresh = newOfDays.reduce((sum, n) => sum + n, 0);
    expect(week({ newOfDays }, [fresh, 0, 100 - fresh, 20])).toMatchObject({ active: 100, new: told });
  });

  it('does not tell how many reported in the week before where that week did not', () => {
    expect(week({ withinBefore: [75, 0, 0, 0, 0, 0, 0] })).toMatchObject({ new: 40, continuing: null, gone: null });
    expect(week({ withinBefore: [69, 0, 0, 0, 0, 0, 0] })).toMatchObject({ new: 40, continuing: 60, gone: 20 });
  });

  it.each([
    [3, null],
    [97, null],
    [0, 0],
    [100, 100],
    [50, 50],
  ])('of which %s reported on several days tells %s', (persistent, told) => {
    expect(week({ persistent })).toMatchObject({ persistent: told });
  });
});
