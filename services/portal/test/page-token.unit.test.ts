import { describe, expect, it } from 'vitest';
import { nextPageToken, parsePage } from '../src/api/query.ts';
import { ProblemError } from '../src/problems/problem.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const source = { application: 'pulp', telemetry_type: 'status' };
const parse = (given: object, nowMs = NOW) => parsePage(given, 'production', nowMs);
const last = { start: '2026-11-03', name: 'version' };
const token = (given: object = {}) => nextPageToken(parse({ ...source, limit: '1', ...given }), [last]) ?? '';

function refused(given: object): boolean {
  try {
    parse(given);
    return false;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    expect(error.errors.map(({ parameter }) => parameter)).toEqual(['page_token']);
    return true;
  }
}

describe('a page token', () => {
  it('goes on after the last figure, and asks for the same though the day is another', () => {
    const query = {
      ...source,
      channel: 'production',
      period: 'day',
      from: '2026-10-23',
      to: '2026-11-21',
      after: last,
    };
    expect(parse({ page_token: token() }, NOW + 86_400_000)).toEqual({ ...query, limit: 500 });
    expect(parse({ ...source, page_token: token(), limit: '7' })).toEqual({ ...query, limit: 7 });
  });

  it('is not given where there is no more', () => {
    expect(nextPageToken(parse({ ...source, limit: '2' }), [last])).toBeNull();
    expect(nextPageToken(parse({ ...source, limit: '1' }), [])).toBeNull();
  });

  it('is refused with a query that is another', () => {
    expect(refused({ ...source, application: 'trento', page_token: token() })).toBe(true);
    expect(refused({ ...source, name: 'version', page_token: token() })).toBe(true);
    expect(refused({ evil: '1', page_token: token() })).toBe(true);
    expect(refused({ ...source, name: 'version', page_token: token({ name: 'version' }) })).toBe(false);
  });

  it('is refused where it is none of ours', () => {
    const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const [form, page] = JSON.parse(Buffer.from(token(), 'base64url').toString());
    expect(refused({ page_token: made([form, page]) })).toBe(false);
    for (const bad of [
      'x',
      '',
      '%',
      token().slice(0, -3),
      made(null),
      made([form]),
      made([2, page]),
      made([form, { ...page, evil: 1 }]),
      made([form, { ...page, period: 'year' }]),
      made([form, { ...page, after: { start: 'x', name: 'version' } }]),
      [token(), token()],
      'A'.repeat(5000),
    ])
      expect(refused({ page_token: bad }), String(bad)).toBe(true);
  });

  it('is read as carefully as parameters are', () => {
    const made = (change: object) => {
      const [form, page] = JSON.parse(Buffer.from(token(), 'base64url').toString());
      return Buffer.from(JSON.stringify([form, { ...page, ...change }])).toString('base64url');
    };
    for (const change of [{ from: '0001-01-01' }, { application: '<script>' }, { to: '2999-01-01' }, { channel: 'x' }])
      expect(() => parse({ page_token: made(change) })).toThrow(ProblemError);
  });
});
