import type { SummaryModule } from '../../contract/kind.ts';
import { countActivity } from './count.ts';
import { discloseActivity } from './disclose.ts';
import type { CountedSystems, SystemsFigures, SystemsSummary } from './shape.ts';

const MEASURES = ['active', 'new', 'returning', 'continuing', 'gone', 'persistent'] as const;

/** How many systems reported in a day, a week or a month. */
export const systems: SummaryModule<SystemsSummary, CountedSystems, SystemsFigures, (typeof MEASURES)[number]> = {
  count: async (run, key, { name, kind }) => ({ name, kind, activity: await countActivity(run, key, 'day', key.day) }),
  contribution: () => ({ counts: [1], levels: [] }),
  disclose({ activity }, _, threshold) {
    const figures = discloseActivity(activity, threshold);
    return figures && { figures, systems: figures.active };
  },
  measures: MEASURES,
  rows: (figures, period) =>
    MEASURES.filter((measure) => measure !== 'persistent' || period !== 'day').map((measure) => ({
      measure,
      number: figures[measure],
    })),
  numbersOfSystems: MEASURES,
  words: {
    lead: 'How many systems reported, and how many came, came back and went.',
    heading: 'Over time',
    coverage: (some) => `${some} systems reported`,
    describe: () => [
      'How many systems reported in a day, a week and a month; how many of them were new, came back or went away.',
    ],
    pointers: () => [],
    isWide: () => true,
  },
};
