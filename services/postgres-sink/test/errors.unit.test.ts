import { PositionMovedError } from '@heliograph/postgres/sink';
import { classify } from '@heliograph/stream';
import { describe, expect, it } from 'vitest';
import { POSTGRES_SINK_ERRORS, rejection } from '../src/errors.ts';

const pgError = (code: string, more: object = {}) => Object.assign(new Error('from the server'), { code, ...more });

describe('POSTGRES_SINK_ERRORS', () => {
  it.each([
    ['a position that moved', new PositionMovedError('x'), { kind: 'retryable', cause: 'position_moved' }],
    ['a partition that is gone', pgError('23514'), { kind: 'retryable', cause: 'partition_missing' }],
    ['a statement that took too long', pgError('57014'), { kind: 'retryable', cause: 'postgres_slow' }],
    ['a server that says nothing', new Error('Query read timeout'), { kind: 'retryable', cause: 'postgres_slow' }],
    ['a transaction that stood idle', pgError('25P03'), { kind: 'retryable', cause: 'postgres_slow' }],
    ['a server that starts or is promoted', pgError('57P03'), { kind: 'retryable', cause: 'postgres_restarting' }],
    ['a standby', pgError('25006'), { kind: 'retryable', cause: 'postgres_read_only' }],
    ['a full disk', pgError('53100'), { kind: 'retryable', cause: 'postgres_full' }],
    ['too many connections', pgError('53300'), { kind: 'retryable', cause: 'postgres_full' }],
    ['a wrong password', pgError('28P01'), { kind: 'retryable', cause: 'postgres_login' }],
    ['a right that was withdrawn', pgError('42501'), { kind: 'retryable', cause: 'postgres_forbidden' }],
    ['a database that is gone', pgError('3D000'), { kind: 'retryable', cause: 'postgres_missing' }],
    ['a database that takes no connections', pgError('55000'), { kind: 'retryable', cause: 'postgres_missing' }],
    ['a network without a way', pgError('ENETUNREACH'), { kind: 'retryable', cause: 'postgres_connection' }],
    ['a number out of range', pgError('22003'), { kind: 'unknown' }],
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
