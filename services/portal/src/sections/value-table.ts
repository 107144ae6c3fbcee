import { shareAt } from '../figures/share-series.ts';
import { newest, type Track } from '../figures/timeline.ts';
import { type Html, html } from '../site/html.ts';
import { formatPercent, percentage } from '../site/numbers.ts';
import { valueHtml } from '../site/sent-value.ts';
import { dayInWords, formatNumber } from '../site/words.ts';

/** More would be too much to send; the API has all. */
const MOST_VALUES = 500;

/** All values of the newest figure that are shown at all, most frequent first. */
export function valueTable(track: Track, key: string | null, level: string | null): Html | undefined {
  const figure = newest(track);
  const share = shareAt(figure, key, level);
  if (figure === undefined || share === undefined) return undefined;
  const { values, other, systems, absent } = share;
  const rest = values.slice(MOST_VALUES).reduce((sum, { systems: n }) => sum + n, other);
  const row = (name: Html | string, n: number, whole: number | undefined) =>
    html`<tr><th scope="row">${name}</th><td>${formatNumber(n)}</td><td>${whole === undefined ? '' : formatPercent(percentage(n, whole))}</td></tr>
`;
  return html`<h3>All values on ${dayInWords(figure.start)}</h3>
<div class="wide" tabindex="0" role="region" aria-label="All values"><table class="series"><caption>Systems by value${level === null ? '' : `, versions by ${level}`}</caption>
<thead><tr><th scope="col">Value</th><th scope="col">Systems</th><th scope="col">Share</th></tr></thead>
<tbody>
${values.slice(0, MOST_VALUES).map(({ value, systems: n }) => row(valueHtml(value), n, systems))}${rest === 0 ? undefined : row(OTHERS[values.length > MOST_VALUES ? 'many' : absent === null ? 'few' : 'fewValues'], rest, systems)}${absent === null || absent === 0 ? undefined : row('Reported without it', absent, undefined)}</tbody></table></div>`;
}

const OTHERS = {
  many: 'All others',
  fewValues: 'All others: values of too few systems to be shown',
  few: 'All others: values of too few systems to be shown, and systems that have none',
} as const;
