import type { SummaryModule } from '../../contract/kind.ts';
import { valuesAt } from '../../counting/values-at.ts';
import { systemsOf } from '../../disclosure/partition.ts';
import { countShare } from './count.ts';
import { discloseShares } from './disclose.ts';
import type { CountedShare, ShareFigures, ShareSummary } from './shape.ts';

const MEASURES = ['systems', 'value', 'other', 'absent'] as const;
const LEVELS = { 'x.y': 'two numbers', 'x.y.z': 'three numbers' } as const;

/** How many systems have which value. */
export const share: SummaryModule<ShareSummary, CountedShare, ShareFigures, (typeof MEASURES)[number]> = {
  count: countShare,
  contribution: ({ field, levels = [] }, report) => ({ counts: valuesAt(report, field), levels }),
  disclose(counted, of, threshold) {
    const shares = discloseShares(counted, of, threshold);
    const having = shares.map(({ key, systems, absent }) => ({ key, systems: absent === null ? null : systems }));
    return shares.length === 0 ? undefined : { figures: { shares }, systems: systemsOf(having, of) };
  },
  measures: MEASURES,
  rows: ({ shares }) =>
    shares.flatMap(({ key, level, systems, values, other, absent }) => [
      { key, level, measure: 'systems', number: systems },
      ...values.map(({ value, systems: number }) => ({ key, level, measure: 'value' as const, value, number })),
      { key, level, measure: 'other', number: other },
      { key, level, measure: 'absent', number: absent },
    ]),
  numbersOfSystems: [],
  words: {
    lead: 'How many systems have which value.',
    heading: 'Over time',
    coverage: (some, all) => `${some} of ${all} systems have sent this`,
    describe: ({ field, levels = [] }) => [
      'How many systems have which value of ',
      { pointer: field },
      levels.length === 0 ? '.' : `, with versions cut to ${levels.map((level) => LEVELS[level]).join(' and to ')}.`,
    ],
    pointers: ({ field }) => [field],
    isWide: ({ field }, fields) => fields[field]?.type === 'version' || field.includes('*'),
  },
};
