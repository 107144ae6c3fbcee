import { REQUEST_HEADER } from '@heliograph/schema';
import { anInput, anObservation, aSystemRequest } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { decode, type Outcome, ok } from '../../src/index.ts';

/** What a handler begins with. The topic decides on the shape, and the header between a report and a privacy request. */
function outcomeOf(record: Parameters<typeof decode>[1]): Outcome | 'a report' | 'a request' {
  const decoded = decode('sanitized', record);
  if ('dead' in decoded) return decoded.dead;
  if ('request' in decoded) return decoded.request.request === 'export' ? ok() : 'a request';
  return decoded.message.system_key === '' ? ok() : 'a report';
}

it('4. decode picks the shape by the topic, and what has not that shape is a dead letter without a value of it', () => {
  const headers = { [REQUEST_HEADER]: 'erasure' };
  expect(outcomeOf(anInput(anObservation()))).toBe('a report');
  expect(outcomeOf(anInput(aSystemRequest(), { headers }))).toBe('a request');
  expect(outcomeOf(anInput(Buffer.from('{')))).toMatchObject({ kind: 'dead', reason: 'not_json' });
  expect(outcomeOf(anInput({ ...anObservation(), system_key: 7 }))).toEqual({
    kind: 'dead',
    reason: 'invalid_envelope',
    detail: '/system_key: invalid_type',
  });
});
