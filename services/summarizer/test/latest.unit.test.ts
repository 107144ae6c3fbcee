import { anObservation, aSystemRequest } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { type Entry, stretchesOf } from '../src/latest.ts';

const [a, b, c] = [anObservation(), anObservation(), anObservation()];
const [x, y] = [aSystemRequest(), aSystemRequest()];

it.each<[name: string, entries: Entry[], stretches: ReturnType<typeof stretchesOf>]>([
  ['nothing', [], []],
  ['reports alone', [a, b], [[a, b]]],
  ['requests alone', [x, y], [x, y]],
  ['a request between reports', [a, b, x, c], [[a, b], x, [c]]],
  ['requests at both ends', [x, a, y], [x, [a], y]],
  ['requests beside each other', [a, x, y, b], [[a], x, y, [b]]],
])('the stretches of %s', (_, entries, stretches) => {
  expect(stretchesOf(entries)).toEqual(stretches);
});
