import { type DeadReason, type DeadTopicId, utcDay } from '@heliograph/schema';
import { LETTER_FATES, type Letter, type LetterFate } from '@heliograph/stream';
import { columns } from './command.ts';

/** A letter and what a replay would do with it. */
export interface Judged {
  readonly letter: Letter;
  readonly fate: LetterFate;
}

/** The letters that one stage gave up for one reason on one UTC day, by what a replay would do with them. */
export interface LetterCount extends Readonly<Record<LetterFate, number>> {
  readonly topic: DeadTopicId;
  readonly stage: string;
  readonly reason: DeadReason;
  readonly day: string;
  readonly letters: number;
}

/** Counts by topic, stage, reason and day, in that order. */
export function countLetters(judged: readonly Judged[]): LetterCount[] {
  const groups = Map.groupBy(judged, ({ letter }) =>
    [letter.topic, letter.stage, letter.reason, dayOf(letter)].join(' '),
  );
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const letter = group[0]?.letter;
      if (letter === undefined) return [];
      const { topic, stage, reason } = letter;
      return [{ topic, stage, reason, day: dayOf(letter), letters: group.length, ...countFates(group) }];
    });
}

/** How many of the letters have each fate. */
export function countFates(judged: readonly Judged[]): Record<LetterFate, number> {
  const counts: Record<LetterFate, number> = { due: 0, replayed: 0, attempts_spent: 0, no_such_stage: 0, erased: 0 };
  for (const { fate } of judged) counts[fate] += 1;
  return counts;
}

const dayOf = ({ failedAt }: Letter) => utcDay(Date.parse(failedAt));

const HEADINGS: Readonly<Record<LetterFate, string>> = {
  due: 'due',
  replayed: 'replayed',
  attempts_spent: 'attempts spent',
  no_such_stage: 'no such stage',
  erased: 'erased',
};

/** The counts as a text table with a line of sums. Fates that no letter has are left out, but for the first. */
export function countsTable(counts: readonly LetterCount[]): string[] {
  const sum = (of: LetterFate | 'letters') => counts.reduce((n, count) => n + count[of], 0);
  const fates = LETTER_FATES.filter((fate) => fate === 'due' || sum(fate) > 0);
  const heading = ['topic', 'stage', 'reason', 'day (UTC)', 'letters', ...fates.map((fate) => HEADINGS[fate])];
  const rows = counts.map((count) => [
    ...[count.topic, count.stage, count.reason, count.day, String(count.letters)],
    ...fates.map((fate) => String(count[fate])),
  ]);
  const sums = ['all', '', '', '', String(sum('letters')), ...fates.map((fate) => String(sum(fate)))];
  return columns([heading, ...rows, sums]);
}

/** One line a letter. */
export function lettersTable(judged: readonly Judged[]): string[] {
  const heading = ['letter', 'failed at', 'stage', 'reason', 'attempts', 'replay', 'detail'];
  const rows = judged.map(({ letter, fate }) => [
    ...[letter.place, letter.failedAt, letter.stage, letter.reason, String(letter.attempts), HEADINGS[fate]],
    letter.detail,
  ]);
  return columns([heading, ...rows]);
}

/** A letter for machines: everything but its bytes. */
export function letterJson({ letter, fate }: Judged): object {
  const { record: _, ...rest } = letter;
  return { ...rest, fate };
}
