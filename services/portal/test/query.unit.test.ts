import { describe, expect, it } from 'vitest';
import { ProblemError } from '../src/problem.ts';
import { parseQuery } from '../src/query.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const source = { application: 'pulp', telemetry_type: 'status' };
const parse = (given: object) => parseQuery({ ...source, ...given }, 'production', NOW);

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
    ['a whole leap year', { from: '2028-01-01', to: '2028-12-31' }, ['2028-01-01', '2028-12-31']],
    ['the first day that there is', { to: '0001-01-05' }, ['0001-01-01', '0001-01-05']],
    ['the last days that there are', { from: '9999-12-20', to: '9999-12-31' }, ['9999-12-20', '9999-12-31']],
  ])('may have %s', (_, given, [from, to]) => {
    expect(parse(given)).toEqual({ ...source, channel: 'production', from, to });
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
    ['a day in the future only', { from: '2026-11-22' }, ['to']],
    ['too many days', { from: '2025-01-01', to: '2026-01-02' }, ['to']],
    ['two mistakes', { from: 'x', to: 'y' }, ['from', 'to']],
    ['an unknown parameter, whose name is not repeated', { '<b>': '1' }, [undefined]],
  ])('are refused with %s', (_, given, errors) => {
    expect(problemOf(given)).toEqual({ code: 'bad_parameters', errors });
  });
});
