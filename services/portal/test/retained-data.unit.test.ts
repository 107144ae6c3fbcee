import { TOPIC_IDS } from '@heliograph/schema';
import { expect, it } from 'vitest';
import { IN_THE_LOG, retainedData } from '../src/privacy-requests/retained-data.ts';

const DAY_MS = 86_400_000;

it('says for how long, and until when once everything else is done', () => {
  const days = (doneAt: string | null) => retainedData(doneAt, 40 * DAY_MS).map(({ days: n, until }) => [n, until]);
  expect(days(null)).toEqual([
    [3, null],
    [30, null],
    [44, null],
  ]);
  expect(days('2026-11-21T10:00:00.000Z')).toEqual([
    [3, '2026-11-24'],
    [30, '2026-12-21'],
    [44, '2027-01-04'],
  ]);
});

it('forgets no topic that holds something of a system', () => {
  const none = ['summaries', 'replays', 'keys'];
  const named = IN_THE_LOG.flatMap(({ topics }) => topics);
  expect([...named, ...none].toSorted()).toEqual(TOPIC_IDS.toSorted());
});
