import { type DeadReason, type DeadTopicId, utcDay } from '@heliograph/schema';
import { type DeadLetter, REPLAY_DECISIONS, type ReplayDecision } from '@heliograph/stream';
import { columns } from '../command.ts';

/** A letter and what a replay would do with it. */
export interface Judged {
  readonly letter: DeadLetter;
  readonly decision: ReplayDecision;
}

/** The letters that one stage gave up for one reason on one UTC day, by what a replay would do with them. */
export interface DeadLetterCount extends Readonly<Record<ReplayDecision, number>> {
  readonly topic: DeadTopicId;
  readonly stage: string;
  readonly reason: DeadReason;
  readonly day: string;
  readonly letters: number;
}

/** Counts by topic, stage, reason and day, in that order. */
export function countDeadLetters(judged: readonly Judged[]): DeadLetterCount[] {
  const groups = Map.groupBy(judged, ({ letter }) =>
    [letter.topic, letter.stage, letter.reason, dayOf(letter)].join(' '),
  );
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const letter = group[0]?.letter;
      if (letter === undefined) return [];
      const { topic, stage, reason } = letter;
      return [{ topic, stage, reason, day: dayOf(letter), letters: group.length, ...countDecisions(group) }];
    });
}

/** How many of the dead letters have each decision. */
export function countDecisions(judged: readonly Judged[]): Record<ReplayDecision, number> {
  const counts: Record<ReplayDecision, number> = {
    due: 0,
    replayed: 0,
    max_attempts_reached: 0,
    unknown_stage: 0,
    erased: 0,
  };
  for (const { decision } of judged) counts[decision] += 1;
  return counts;
}

const dayOf = ({ failedAt }: DeadLetter) => utcDay(Date.parse(failedAt));

const HEADINGS: Readonly<Record<ReplayDecision, string>> = {
  due: 'due',
  replayed: 'replayed',
  max_attempts_reached: 'max attempts reached',
  unknown_stage: 'unknown stage',
  erased: 'erased',
};

/** The counts as a text table with a line of sums. Fates that no letter has are left out, but for the first. */
export function countsTable(counts: readonly DeadLetterCount[]): string[] {
  const sum = (of: ReplayDecision | 'letters') => counts.reduce((n, count) => n + count[of], 0);
  const decisions = REPLAY_DECISIONS.filter((decision) => decision === 'due' || sum(decision) > 0);
  const heading = [
    'topic',
    'stage',
    'reason',
    'day (UTC)',
    'letters',
    ...decisions.map((decision) => HEADINGS[decision]),
  ];
  const rows = counts.map((count) => [
    ...[count.topic, count.stage, count.reason, count.day, String(count.letters)],
    ...decisions.map((decision) => String(count[decision])),
  ]);
  const sums = ['all', '', '', '', String(sum('letters')), ...decisions.map((decision) => String(sum(decision)))];
  return columns([heading, ...rows, sums]);
}

/** One line a letter. */
export function deadLettersTable(judged: readonly Judged[]): string[] {
  const heading = ['letter', 'failed at', 'stage', 'reason', 'attempts', 'replay', 'detail'];
  const rows = judged.map(({ letter, decision }) => [
    ...[letter.place, letter.failedAt, letter.stage, letter.reason, String(letter.attempts), HEADINGS[decision]],
    letter.detail,
  ]);
  return columns([heading, ...rows]);
}

/** A letter for machines: everything but its bytes. */
export function deadLetterJson({ letter, decision }: Judged): object {
  const { record: _, ...rest } = letter;
  return { ...rest, decision };
}
