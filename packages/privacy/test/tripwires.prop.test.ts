import { propertyRuns } from '@heliograph/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KINDS } from '../src/detectors/finding.ts';
import { findPersonalData, removePersonalData } from '../src/detectors/tripwires.ts';
import { PLANTED } from '../src/planted.ts';
import { ADVERSARIAL } from './corpora.ts';

const pieces = fc.oneof(
  fc.constantFrom(...PLANTED.map(({ text }) => text)),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(' ', '.', '@', ':', '-', '=', '/', '\\', '[email]', '[', ']', 'password=', 'host ', 'eyJ', '\u200b'),
  fc.stringMatching(/^[0-9a-fA-F:.-]{0,40}$/),
);
const texts = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''));

it('whatever the text, what was cleaned of personal data has none left', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const once = removePersonalData(text);
      expect(KINDS).toEqual(expect.arrayContaining([...new Set(once.kinds)]));
      if (once.kinds.length === 0) expect(once.text).toBe(text);
      expect(removePersonalData(once.text)).toEqual({ text: once.text, kinds: [] });
    }),
    { numRuns: propertyRuns(150) },
  );
});

it('a planted value in the midst of words is always found', () => {
  const words = fc.stringMatching(/^[a-z]{0,8}$/);
  fc.assert(
    fc.property(words, fc.constantFrom(...PLANTED), words, (before, { text, tells }, after) => {
      expect(removePersonalData(`${before} ${text} ${after}`).text).not.toContain(tells);
    }),
    { numRuns: propertyRuns(150) },
  );
});

const NS_A_MS = 1e6;

function nanoseconds(text: string): number {
  const began = process.hrtime.bigint();
  findPersonalData(text);
  return Number(process.hrtime.bigint() - began);
}

it.each(ADVERSARIAL)('eight times as much of %j takes nowhere near eight times eight times as long', (piece) => {
  const of = (length: number) => piece.repeat(Math.ceil(length / piece.length));
  const [short, long] = [of(4_000), of(32_000)];
  findPersonalData(short);
  let [one, eight] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // Linear is 8 and square is 64. What is done in a tenth of a millisecond is too short to be compared.
  const isLinear = () => eight < 24 * Math.max(one, NS_A_MS / 10);
  // The shortest of some runs, and of more on a machine that is busy with something else: that can only take longer.
  for (let runs = 0; runs < 5 || (runs < 50 && !isLinear()); runs += 1) {
    one = Math.min(one, nanoseconds(short));
    eight = Math.min(eight, nanoseconds(long));
  }
  expect(isLinear(), `${eight / one} times as long`).toBe(true);
});
