import { PositionMovedError } from '@heliograph/postgres/sink';
import { classify } from '@heliograph/stream';
import { describe, expect, it } from 'vitest';
import { rejection, SUMMARIZER_ERRORS } from '../src/errors.ts';

const pgError = (code: string) => Object.assign(new Error('from the server'), { code });

describe('SUMMARIZER_ERRORS', () => {
  it.each([
    ['a position that moved', new PositionMovedError('x'), { kind: 'retryable', cause: 'position_moved' }],
    ['a statement that took too long', pgError('57014'), { kind: 'retryable', cause: 'postgres_slow' }],
    ['a server that says nothing', new Error('Query read timeout'), { kind: 'retryable', cause: 'postgres_slow' }],
    ['a full disk', pgError('53100'), { kind: 'retryable', cause: 'postgres_full' }],
    ['a standby', pgError('25006'), { kind: 'retryable', cause: 'postgres_read_only' }],
    ['a wrong password', pgError('28P01'), { kind: 'retryable', cause: 'postgres_login' }],
    ['a right that was withdrawn', pgError('42501'), { kind: 'retryable', cause: 'postgres_forbidden' }],
    ['a database that is gone', pgError('3D000'), { kind: 'retryable', cause: 'postgres_missing' }],
    ['a database that takes no connections', pgError('55000'), { kind: 'retryable', cause: 'postgres_missing' }],
    ['a table that is missing', pgError('42P01'), { kind: 'unknown' }],
    ['an error of our own', new TypeError('x'), { kind: 'unknown' }],
  ])('judges %s', (_, error, verdict) => {
    expect(classify(error, SUMMARIZER_ERRORS)).toEqual(verdict);
  });

  it('says for each entry why it may be tried again', () => {
    for (const { because } of SUMMARIZER_ERRORS) expect(because.length).toBeGreaterThan(20);
  });
});

describe('rejection', () => {
  it.each([
    ['a text that is no JSON', pgError('22P05'), '22P05'],
    ['a date that is none', pgError('22008'), '22008'],
    ['a value nested too deeply for PostgreSQL', pgError('54001'), '54001'],
    ['a value nested too deeply for us', new RangeError('Maximum call stack size exceeded'), '54001'],
    ['a table that is missing', pgError('42P01'), undefined],
    ['a connection that broke', pgError('ECONNRESET'), undefined],
  ])('of %s', (_, error, expected) => {
    expect(rejection(error)).toBe(expected);
  });
});
