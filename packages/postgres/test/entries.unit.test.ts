import type { Observation } from '@heliograph/schema';
import { anObservation, aSystemRequest } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { type Entry, segmentsOf } from '../src/sink/entries.ts';

const [a, b, c] = [anObservation(), anObservation(), anObservation()];
const [x, y] = [aSystemRequest(), aSystemRequest()];

it.each<[name: string, entries: Entry<Observation>[], segments: ReturnType<typeof segmentsOf>]>([
  ['nothing', [], []],
  ['reports alone', [a, b], [[a, b]]],
  ['requests alone', [x, y], [x, y]],
  ['a request between reports', [a, b, x, c], [[a, b], x, [c]]],
  ['requests at both ends', [x, a, y], [x, [a], y]],
  ['requests beside each other', [a, x, y, b], [[a], x, y, [b]]],
])('the segments of %s', (_, entries, segments) => {
  expect(segmentsOf(entries)).toEqual(segments);
});
