import type { Field } from '@heliograph/schema';

type Numeric = Extract<Field, { type: 'integer' | 'number' }>;

/** Doubles have 15 decimal digits that can be relied upon. */
const DIGITS = 15;
const MASK = '***';

/** The lower end of the range that a number lies in; undefined where it lies in none. */
export function bucket(value: number, ranges: NonNullable<Numeric['bucket']>): number | undefined {
  if (ranges !== 'powers_of_two') return ranges.findLast((lowerEnd) => lowerEnd <= value);
  if (value === 0) return 0;
  if (!(value > 0)) return undefined;
  // A logarithm is rounded: close to a power of two it may be that of the other side.
  const exponent = Math.round(Math.log2(value));
  return 2 ** exponent > value ? 2 ** (exponent - 1) : 2 ** exponent;
}

/** The nearest multiple of a step, halves upwards; undefined where a double cannot tell multiples apart any more. */
export function round(value: number, step: number): number | undefined {
  const multiple = Math.round(value / step);
  if (!(Math.abs(multiple) < 10 ** DIGITS)) return undefined;
  return Number((multiple * step).toPrecision(DIGITS)) + 0;
}

/** All but the first and last characters replaced by ***, which does not tell how many there were. */
export function maskText(text: string, { first, last }: { readonly first: number; readonly last: number }): string {
  const characters = [...text];
  if (text === MASK || characters.length <= first + last) return MASK;
  return characters.slice(0, first).join('') + MASK + characters.slice(characters.length - last).join('');
}

/** At most so many UTF-16 units of a text, and no half of a character. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.slice(0, length);
  return end.isWellFormed() ? end : end.slice(0, -1);
}
