import { bucketRows, type SummaryModule } from '../../contract/kind.ts';
import { numbersAt } from '../../counting/values-at.ts';
import { systemsOf } from '../../disclosure/partition.ts';
import { countStatistics } from './count.ts';
import { discloseStatistics } from './disclose.ts';
import type { CountedStatistics, StatisticsFigures, StatisticsSummary } from './shape.ts';

const NUMBERS = ['mean', 'p5', 'p25', 'median', 'p75', 'p95'] as const;
const MEASURES = ['systems', ...NUMBERS, 'bucket', 'other'] as const;
type Measure = (typeof MEASURES)[number];

/** Which numbers systems have. */
export const statistics: SummaryModule<StatisticsSummary, CountedStatistics, StatisticsFigures, Measure> = {
  count: countStatistics,
  contribution: ({ field }, report) => ({ counts: numbersAt(report, field), levels: [] }),
  disclose({ distributions }, of, threshold) {
    const disclosed = discloseStatistics(distributions, of, threshold);
    return disclosed.length === 0
      ? undefined
      : { figures: { statistics: disclosed }, systems: systemsOf(disclosed, of) };
  },
  measures: MEASURES,
  rows: (figures) =>
    figures.statistics.flatMap((one) => {
      const { key, systems, histogram, other } = one;
      return [
        { key, measure: 'systems', number: systems },
        ...NUMBERS.map((measure) => ({ key, measure, number: one[measure] })),
        ...bucketRows(histogram, key),
        { key, measure: 'other' as const, number: other },
      ];
    }),
  numbersOfSystems: [],
  words: {
    lead: 'Which numbers systems have.',
    heading: 'Over time',
    coverage: (some, all) => `${some} of ${all} systems have sent this`,
    describe: ({ field }) => [
      'Mean, median, percentiles and a histogram of ',
      { pointer: field },
      ' over the systems of a day.',
    ],
    pointers: ({ field }) => [field],
    isWide: () => false,
  },
};
