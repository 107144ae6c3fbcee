const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const compact = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** 1,234.5. A page has thousands of whole numbers, and Intl takes ten times as long for each. */
export const formatNumber = (value: number): string =>
  Number.isSafeInteger(value) ? String(value).replace(/\B(?=(?:\d{3})+$)/g, ',') : numbers.format(value);

/** 1.2K: for the axis of a chart. */
export const shortNumber = (value: number): string => compact.format(value);

/** 1 system, 2 systems */
export const formatCount = (n: number, one: string): string => `${formatNumber(n)} ${n === 1 ? one : `${one}s`}`;

/** 20 November 2026; anything but a day is shown as it is. */
export function formatDay(day: string): string {
  const ms = Date.parse(day);
  return Number.isNaN(ms) ? day : days.format(ms);
}

/** 2026-11-21 01:00 UTC */
export const formatTime = (timestamp: string): string => `${timestamp.slice(0, 16).replace('T', ' ')} UTC`;

/** From 0 to 100; 0 of nothing. */
export const percentage = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

/** 12.3 % of a percentage; never 0.0 % or 100.0 % of what is not quite so. */
export function formatPercent(value: number): string {
  if (value > 0 && value < 0.1) return '<0.1\u00a0%';
  if (value < 100 && value > 99.9) return '>99.9\u00a0%';
  return `${value.toFixed(1)}\u00a0%`;
}

/** 54 %, below 1 %, 0 % */
export function roundPercent(part: number, whole: number): string {
  const percent = (100 * part) / Math.max(1, whole);
  return percent > 0 && percent < 1 ? 'below 1\u00a0%' : `${percents.format(percent)}\u00a0%`;
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
