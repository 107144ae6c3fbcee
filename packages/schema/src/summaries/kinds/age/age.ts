import { bucketRows, type SummaryModule } from '../../contract/kind.ts';
import { countAge } from './count.ts';
import { discloseAges } from './disclose.ts';
import type { AgeFigures, AgeSummary, CountedAge } from './shape.ts';

/** For how long the systems of a day have been reporting. */
export const age: SummaryModule<AgeSummary, CountedAge, AgeFigures, 'bucket'> = {
  count: countAge,
  contribution: () => ({ counts: [1], levels: [] }),
  disclose(counted, of, threshold) {
    const buckets = discloseAges(counted.buckets, of, threshold);
    return buckets.length === 0 ? undefined : { figures: { buckets }, systems: of };
  },
  measures: ['bucket'],
  rows: ({ buckets }) => bucketRows(buckets, null),
  numbersOfSystems: [],
  words: {
    lead: 'For how many days the systems of a day have been reporting.',
    heading: 'On the last day',
    coverage: (some, all) => `${some} of ${all} systems`,
    describe: () => [
      'For how long the systems of a day have been reporting, counted in days since their first report.',
    ],
    pointers: () => [],
    isWide: () => false,
  },
};
