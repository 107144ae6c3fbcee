import { describe, expect, it } from 'vitest';
import { parsePage, parseSeries } from '../src/api/query.ts';
import { ProblemError } from '../src/problems/problem.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const source = { application: 'pulp', telemetry_type: 'status' };
const parse = (given: object) => parseSeries({ ...source, ...given }, 'production', NOW);

function problemOf(given: object) {
  try {
    return parse(given);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { code: error.code, errors: error.errors.map(({ parameter }) => parameter) };
  }
}

describe('the parameters', () => {
  it.each([
    ['no days', {}, ['2026-10-23', '2026-11-21']],
    ['from only', { from: '2026-01-01' }, ['2026-01-01', '2026-11-21']],
    ['to only', { to: '2026-01-30' }, ['2026-01-01', '2026-01-30']],
    ['one day', { from: '2026-11-20', to: '2026-11-20' }, ['2026-11-20', '2026-11-20']],
    ['a whole leap year', { from: '2024-01-01', to: '2024-12-31' }, ['2024-01-01', '2024-12-31']],
    ['the first day that there is', { to: '0001-01-05' }, ['0001-01-01', '0001-01-05']],
    ['today alone', { from: '2026-11-21', to: '2026-11-21' }, ['2026-11-21', '2026-11-21']],
  ])('may have %s', (_, given, [from, to]) => {
    expect(parse(given)).toEqual({ ...source, channel: 'production', period: 'day', from, to });
  });

  it('may ask for more of one figure, and for weeks and months', () => {
    expect(parse({ from: '2016-12-01', name: 'version' })).toMatchObject({ from: '2016-12-01', to: '2026-11-21' });
    expect(parse({ period: 'week' })).toMatchObject({ from: '2026-05-24' });
    expect(parse({ period: 'month' })).toMatchObject({ from: '2024-11-21' });
  });

  it('may say how many a page has', () => {
    const page = (limit?: string) =>
      parsePage({ ...source, ...(limit === undefined ? {} : { limit }) }, 'production', NOW);
    expect([page().limit, page('1').limit, page('2000').limit]).toEqual([500, 1, 2000]);
    for (const bad of ['0', '2001', '1.5', 'x', '', '-1', '1e9']) expect(() => page(bad)).toThrow(ProblemError);
  });

  it('may name a channel and a summary', () => {
    expect(parse({ channel: 'development', name: 'version' })).toMatchObject({
      channel: 'development',
      name: 'version',
    });
  });

  it.each([
    ['no application', { application: undefined }, ['application']],
    ['markup', { application: '<script>' }, ['application']],
    ['the same parameter twice', { telemetry_type: ['status', 'status'] }, ['telemetry_type']],
    ['an unknown channel', { channel: 'staging' }, ['channel']],
    ['a day that does not exist', { from: '2026-02-30' }, ['from']],
    ['the year 0', { from: '0000-01-01' }, ['from']],
    ['a bad name', { name: "x' OR 1=1" }, ['name']],
    ['days in the wrong order', { from: '2026-11-21', to: '2026-11-20' }, ['to']],
    ['a beginning in the future', { from: '2026-11-22' }, ['from', 'to']],
    ['an end in the future', { to: '2026-11-22' }, ['to']],
    ['too many days', { from: '2025-01-01', to: '2026-01-02' }, ['from']],
    ['a million days', { from: '0001-01-01', name: 'version' }, ['from']],
    ['a period that there is not', { period: 'year' }, ['period']],
    ['two mistakes', { from: 'x', to: 'y' }, ['from', 'to']],
    ['an unknown parameter, whose name is not repeated', { '<b>': '1' }, [undefined]],
  ])('are refused with %s', (_, given, errors) => {
    expect(problemOf(given)).toEqual({ code: 'bad_parameters', errors });
  });
});
