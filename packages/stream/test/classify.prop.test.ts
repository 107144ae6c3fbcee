import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify, type ErrorTable, errorCode } from '../src/errors/classify.ts';

const TABLE: ErrorTable = [
  { kind: 'retryable', cause: 'gone', because: 'it comes back', matches: (e) => errorCode(e) === 'ECONNREFUSED' },
  { kind: 'poison', cause: 'bad_row', because: 'it stays bad', matches: (e) => errorCode(e) === '22P02' },
];

describe('classify', () => {
  it('takes whatever no entry names for a bug', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        fc.pre(!['ECONNREFUSED', '22P02'].includes(errorCode(thrown)));
        fc.pre(typeof thrown !== 'object' || thrown === null || !('cause' in thrown));
        expect(classify(thrown, TABLE)).toEqual({ kind: 'unknown' });
      }),
    );
  });

  it('finds a known error behind up to four wrappers', () => {
    fc.assert(
      fc.property(fc.nat(8), fc.constantFrom('ECONNREFUSED', '22P02'), (depth, code) => {
        let error: Error = Object.assign(new Error('inner'), { code });
        for (let i = 0; i < depth; i += 1) error = new Error('outer', { cause: error });
        const expected = code === '22P02' ? { kind: 'poison', cause: 'bad_row' } : { kind: 'retryable', cause: 'gone' };
        expect(classify(error, TABLE)).toEqual(depth <= 4 ? expected : { kind: 'unknown' });
      }),
    );
  });

  it('ends on errors that are their own cause', () => {
    const error = new Error('round and round');
    error.cause = error;
    expect(classify(error, TABLE)).toEqual({ kind: 'unknown' });
  });

  it('lets the first entry that matches decide', () => {
    const first: ErrorTable = [{ kind: 'poison', cause: 'first', because: 'order matters', matches: () => true }];
    expect(classify(new Error('any'), [...first, ...TABLE])).toEqual({ kind: 'poison', cause: 'first' });
  });
});
