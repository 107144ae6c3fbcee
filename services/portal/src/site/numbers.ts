import { formatNumber } from './words.ts';

const compact = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });
/** 1.2K: for the axis of a chart. */
export const shortNumber = (value: number): string => compact.format(value);

/** From 0 to 100; 0 of nothing. */
export const percentage = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

/** 12.3 % of a percentage; never 0.0 % or 100.0 % of what is not quite so. */
export function formatPercent(value: number): string {
  if (value > 0 && value < 0.1) return '<0.1\u00a0%';
  if (value < 100 && value > 99.9) return '>99.9\u00a0%';
  return `${value.toFixed(1)}\u00a0%`;
}

/** 4 to below 8 */
export function formatRange(from: number | null, to: number | null): string {
  if (from === null) return to === null ? 'any' : `below ${formatNumber(to)}`;
  return to === null ? `${formatNumber(from)} and more` : `${formatNumber(from)} to below ${formatNumber(to)}`;
}

/** 4–8, 1K+: for the axis of a chart. */
export function shortRange(from: number | null, to: number | null): string {
  if (from === null) return to === null ? 'any' : `<${shortNumber(to)}`;
  if (to === null) return `${shortNumber(from)}+`;
  return to === from + 1 ? shortNumber(from) : `${shortNumber(from)}–${shortNumber(to)}`;
}
