import type { Definition } from '@heliograph/schema';
import { type Html, html } from '../site/html.ts';

type Summary = Definition['summaries'][number];

/** What a figure says, for people who have never seen one. */
export function figureInWords(summary: Summary): Html {
  switch (summary.kind) {
    case 'systems':
      return html`How many systems reported in a day, a week and a month; how many of them were new, came back or went away.`;
    case 'share':
      return html`How many systems have which value of ${fieldOf(summary.field)}${levels(summary.levels)}.`;
    case 'statistics':
      return html`Mean, median, percentiles and a histogram of ${fieldOf(summary.field)} over the systems of a day.`;
    case 'age':
      return html`For how long the systems of a day have been reporting, counted in days since their first report.`;
    case 'cross':
      return html`How many systems have which value of ${fieldOf(summary.rows)} together with which of ${fieldOf(summary.columns)}.`;
    default:
      return summary satisfies never;
  }
}

const fieldOf = (pointer: string) => html`<code>${pointer}</code>`;

function levels(levels: readonly string[] | undefined): string {
  if (levels === undefined || levels.length === 0) return '';
  return `, with versions cut to ${levels.map((level) => LEVELS[level] ?? level).join(' and to ')}`;
}

const LEVELS: Readonly<Record<string, string>> = { 'x.y': 'two numbers', 'x.y.z': 'three numbers' };

/** The fields that a figure is made of; empty where it needs nothing but that a system reported. */
export function fieldsOf(summary: Summary): string[] {
  switch (summary.kind) {
    case 'systems':
    case 'age':
      return [];
    case 'share':
    case 'statistics':
      return [summary.field];
    case 'cross':
      return [summary.rows, summary.columns];
    default:
      return summary satisfies never;
  }
}
