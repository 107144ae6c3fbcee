import { classify } from '@heliograph/stream';
import { describe, expect, it } from 'vitest';
import { POSTGRES_SINK_ERRORS, PositionMovedError, rejection } from '../src/errors.ts';

const pgError = (code: string, more: object = {}) => Object.assign(new Error('from the server'), { code, ...more });

describe('POSTGRES_SINK_ERRORS', () => {
  it.each([
    ['a position that moved', new PositionMovedError('x'), { kind: 'retryable', cause: 'position_moved' }],
    ['a partition that is gone', pgError('23514'), { kind: 'retryable', cause: 'partition_missing' }],
    ['a constraint', pgError('23514', { constraint: 'observations_check' }), { kind: 'unknown' }],
    ['a table that is missing', pgError('42P01'), { kind: 'unknown' }],
    ['an error of our own', new TypeError('x'), { kind: 'unknown' }],
  ])('judges %s', (_, error, verdict) => {
    expect(classify(error, POSTGRES_SINK_ERRORS)).toEqual(verdict);
  });

  it('says for each entry why it may be tried again', () => {
    for (const { because } of POSTGRES_SINK_ERRORS) expect(because.length).toBeGreaterThan(20);
  });
});

describe('rejection', () => {
  it.each([
    ['22008', undefined, '22008'],
    ['23514', 'observations_check', '23514'],
    ['54001', undefined, '54001'],
    ['23514', undefined, undefined],
    ['42P01', undefined, undefined],
    ['57P01', undefined, undefined],
    ['ECONNRESET', undefined, undefined],
  ])('of %s with constraint %s is %s', (code, constraint, expected) => {
    expect(rejection(pgError(code, { constraint }))).toBe(expected);
  });
});
