import type { Contribution, SummaryWords } from './contract/kind.ts';
import type { DayKey, RunQuery } from './counting/day.ts';
import { type CountedOf, SUMMARY_KINDS } from './kinds.ts';
import type { SummaryKind, SummaryOf } from './shapes.ts';

/** Counts the reports of a day as a summary of their definition asks. Rejects with the errors of the store. */
export const countSummary = <K extends SummaryKind>(
  run: RunQuery,
  key: DayKey,
  summary: SummaryOf<K>,
): Promise<CountedOf<K>> => SUMMARY_KINDS[summary.kind as K].count(run, key, summary);

/** What one stored report adds to a summary. */
export const contributionTo = <K extends SummaryKind>(summary: SummaryOf<K>, report: unknown): Contribution =>
  SUMMARY_KINDS[summary.kind as K].contribution(summary, report);

/** How people are told what a summary is, with the summary filled in. */
export function wordsOf<K extends SummaryKind>(summary: SummaryOf<K>) {
  const words: SummaryWords<SummaryOf<K>> = SUMMARY_KINDS[summary.kind as K].words;
  return {
    lead: words.lead,
    heading: words.heading,
    coverage: words.coverage,
    description: words.describe(summary),
    pointers: words.pointers(summary),
    isWide: (fields: Parameters<typeof words.isWide>[1]) => words.isWide(summary, fields),
  };
}
