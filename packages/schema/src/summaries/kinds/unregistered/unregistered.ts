import type { FigureModule } from '../../contract/kind.ts';
import { discloseOverlapping } from '../../disclosure/overlapping.ts';
import type { CountedUnregistered, UnregisteredFigures } from './shape.ts';

/** Where systems sent what no definition allows. */
export const unregistered: FigureModule<CountedUnregistered, UnregisteredFigures, 'value' | 'other'> = {
  disclose({ paths }, of, threshold) {
    const values = discloseOverlapping(paths, of, threshold);
    return values.length === 0 ? undefined : { figures: { values, other: null }, systems: null };
  },
  measures: ['value', 'other'],
  rows: ({ values, other }) => [
    ...values.map(({ value, systems }) => ({ measure: 'value' as const, value, number: systems })),
    { measure: 'other', number: other },
  ],
  numbersOfSystems: [],
};
