const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const percents = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** 1,234.5. A page has thousands of whole numbers, and Intl takes ten times as long for each. */
export const formatNumber = (value: number): string =>
  Number.isSafeInteger(value) ? String(value).replace(/\B(?=(?:\d{3})+$)/g, ',') : numbers.format(value);

/** 20 November 2026; what is no day is shown as it is. */
export function dayInWords(day: string): string {
  const ms = Date.parse(day);
  return Number.isNaN(ms) ? day : days.format(ms);
}

/** 54 %, below 1 %, 0 % */
export function percentOf(part: number, whole: number): string {
  const percent = (100 * part) / Math.max(1, whole);
  return percent > 0 && percent < 1 ? 'below 1\u00a0%' : `${percents.format(percent)}\u00a0%`;
}

/** 1 system, 2 systems */
export const counted = (n: number, one: string, several = `${one}s`): string =>
  `${formatNumber(n)} ${n === 1 ? one : several}`;

/** Where a source's pages begin. */
export function sourcePath({ application, telemetry_type }: { application: string; telemetry_type: string }): string {
  return `/sources/${encodeURIComponent(application)}/${encodeURIComponent(telemetry_type)}`;
}

/** What a figure is called. */
export const titleOf = ({ name, title }: { name: string; title?: string | undefined }): string => {
  const words = name.replaceAll('_', ' ');
  return title ?? words.charAt(0).toUpperCase() + words.slice(1);
};
