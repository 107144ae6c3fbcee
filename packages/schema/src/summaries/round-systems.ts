import { FIGURE_KINDS } from './kinds.ts';

/** What the schema calls a number of systems. All other numbers are values that systems have. */
const NUMBERS_OF_SYSTEMS = new Set([
  ...['systems', 'of_systems', 'other', 'absent'],
  ...Object.values(FIGURE_KINDS).flatMap(({ numbersOfSystems }) => numbersOfSystems),
]);

/** Each number of systems in a figure, to the nearest multiple of `multiple`. Sums of the rounded need not be the rounded sums. */
export function roundSystems<T>(figure: T, multiple: number): T {
  if (multiple === 1) return figure;
  const round = (key: string, value: unknown) =>
    typeof value === 'number' && NUMBERS_OF_SYSTEMS.has(key) ? Math.round(value / multiple) * multiple : value;
  return JSON.parse(JSON.stringify(figure, round));
}
