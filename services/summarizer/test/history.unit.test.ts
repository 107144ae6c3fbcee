import { createRegister } from '@heliograph/schema';
import { aDefinition, anObservation } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { HistoryError, readLine } from '../src/history/read-line.ts';

const register = createRegister([aDefinition()]);
const nowMs = Date.parse('2026-11-21T12:00:00Z');
const observation = anObservation({
  application: 'example',
  telemetry_type: 'status',
  observed_at: '2026-10-01T23:59:59.999Z',
});
const read = (value: unknown) =>
  readLine(typeof value === 'string' ? value : JSON.stringify(value), 7, register, nowMs);

describe('a line of a history', () => {
  it('is an observation as it stands in the topic', () => {
    expect(read(observation)).toEqual(observation);
  });

  it.each([
    ['nothing', ''],
    ['a number', '1'],
    ['null', 'null'],
    ['half a line', JSON.stringify(observation).slice(0, 50)],
    ['a payload that is no object', { ...observation, payload: [] }],
    ['a day that is not that of its time', { ...observation, day: '2026-10-02' }],
    ['a time to come', { ...observation, observed_at: '2026-11-21T12:00:00.001Z', day: '2026-11-21' }],
    ['a source without a definition', { ...observation, telemetry_type: 'other' }],
  ])('is refused with its number where it is %s', (_, value) => {
    expect(() => read(value)).toThrow(HistoryError);
    expect(() => read(value)).toThrow(/^line 7: /);
  });

  it('is not repeated in the error', () => {
    expect(() => read({ ...observation, id: 'somebody@example.org' })).toThrow(/^(?!.*somebody).*$/);
  });
});
