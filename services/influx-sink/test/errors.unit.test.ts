import { classify } from '@heliograph/stream';
import { HttpError, RequestTimedOutError } from '@influxdata/influxdb-client';
import { describe, expect, it } from 'vitest';
import { BucketTooShort } from '../src/bucket.ts';
import { ErasureIncomplete } from '../src/deletions.ts';
import { INFLUX_SINK_ERRORS, refusal, refusedLines } from '../src/errors.ts';
import { ReceiptUnwritten } from '../src/receipts.ts';

const json = (status: number, body: object) =>
  new HttpError(status, '', JSON.stringify(body), undefined, 'application/json');

const unwritten = (code: string) => new ReceiptUnwritten('x', { cause: Object.assign(new Error('y'), { code }) });

describe('INFLUX_SINK_ERRORS', () => {
  it.each([
    [401, 'influx_unauthorized'],
    [403, 'influx_forbidden'],
    [404, 'influx_not_found'],
    [429, 'influx_busy'],
    [503, 'influx_busy'],
    [500, 'influx_failed'],
    [502, 'influx_failed'],
    [507, 'influx_failed'],
    [400, 'influx_refusing'],
    [413, 'influx_refusing'],
  ])('waits after a %i: %s', (status, cause) => {
    expect(classify(json(status, { message: 'x' }), INFLUX_SINK_ERRORS)).toEqual({ kind: 'retryable', cause });
  });

  it.each([
    ['a time-out', new RequestTimedOutError(), { kind: 'retryable', cause: 'influx_timeout' }],
    [
      'a refused connection',
      Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
      { kind: 'retryable', cause: 'influx_connection' },
    ],
    ['a bucket that is too short', new BucketTooShort('x'), { kind: 'retryable', cause: 'influx_retention' }],
    [
      'a receipt that met a dead PostgreSQL',
      unwritten('ECONNREFUSED'),
      { kind: 'retryable', cause: 'postgres_connection' },
    ],
    ['a receipt that met a full disk', unwritten('53100'), { kind: 'retryable', cause: 'postgres_full' }],
    ['a receipt without its table', unwritten('42P01'), { kind: 'retryable', cause: 'receipts_missing' }],
    ['a receipt that is wrong', unwritten('23514'), { kind: 'unknown' }],
    [
      'points that are there after they were deleted',
      new ErasureIncomplete('m'),
      { kind: 'retryable', cause: 'influx_erasure_incomplete' },
    ],
    ['a redirection', json(302, {}), { kind: 'unknown' }],
    ['an error of our own', new TypeError('x'), { kind: 'unknown' }],
  ])('judges %s', (_, error, verdict) => {
    expect(classify(error, INFLUX_SINK_ERRORS)).toEqual(verdict);
  });

  it('says for each entry why it may be tried again', () => {
    for (const { because } of INFLUX_SINK_ERRORS) expect(because.length).toBeGreaterThan(20);
  });
});

describe('refusal', () => {
  const conflict =
    'partial write: field type conflict: input field "secret" on measurement "m" is type float, already exists as type string dropped=1';

  it.each([
    ['2.x', json(422, { code: 'unprocessable entity', message: `failure writing points to database: ${conflict}` })],
    ['1.x', json(400, { error: conflict })],
  ])('of %s is a phrase of our own, without names or values', (_, error) => {
    const why = expect.stringMatching(/^HTTP 4\d\d: a field is of another type than it was before$/);
    expect(refusal(error)).toEqual({ kind: 'rejected', why });
  });

  it.each([
    [json(400, { error: conflict }), 1],
    [json(422, { message: 'failure writing points to database: partial write: x dropped=5 y dropped=12' }), 12],
    [json(422, { message: 'failure writing points to database: partial write: dropped 30 points outside it' }), 30],
    [json(400, { error: 'unable to parse' }), undefined],
    [undefined, undefined],
  ])('may say of how many lines it is: %j', (error, lines) => {
    expect(refusedLines(error)).toBe(lines);
  });

  it('is the status alone where the text is not known', () => {
    expect(refusal(json(400, { message: 'unheard of: secret' }))).toEqual({ kind: 'rejected', why: 'HTTP 400' });
    expect(refusal(json(413, { message: 'too large' }))).toEqual({ kind: 'rejected', why: 'HTTP 413' });
  });

  it.each([
    ['1.x', json(400, { error: 'partial write: points beyond retention policy dropped=1' })],
    [
      '2.x',
      json(422, {
        code: 'unprocessable entity',
        message:
          'failure writing points to database: partial write: dropped 1 points outside retention policy of duration 168h',
      }),
    ],
  ])('of %s is no fault of a point that is too old', (_, error) => {
    expect(refusal(error)).toEqual({ kind: 'too_old' });
  });

  it.each([
    ['partial write: max-values-per-tag limit exceeded (100000/100000): measurement="m" tag="k" value="v" dropped=1'],
    ['partial write: max-series-per-database limit exceeded: (1000000) dropped=1'],
  ])('is none where the server is at a limit of its own: %s', (error) => {
    expect(refusal(json(400, { error }))).toBeUndefined();
    expect(classify(json(400, { error }), INFLUX_SINK_ERRORS)).toEqual({ kind: 'retryable', cause: 'influx_full' });
  });

  it.each([401, 404, 429, 500])('is none for a %i, which no line is to blame for', (status) => {
    expect(refusal(json(status, { message: conflict }))).toBeUndefined();
  });
});
