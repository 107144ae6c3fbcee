import { expect, it } from 'vitest';
import { editDistance } from '../src/edit-distance.ts';

it.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['kitten', 'sitting', 3],
  ['retention', 'retension', 1],
  ['ab', 'ba', 2],
])('from %j to %j it is %d, and back', (a, b, expected) => {
  expect([editDistance(a, b), editDistance(b, a)]).toEqual([expected, expected]);
});
