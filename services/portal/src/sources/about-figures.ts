import { type Definition, utcDay } from '@heliograph/schema';
import { daysBetween } from '../figures/range.ts';
import type { SourceData } from '../figures/source-data.ts';
import { type Html, html } from '../site/html.ts';
import { utc } from '../site/layout.ts';
import { noticesHtml } from '../site/notices.ts';
import { counted, dayInWords, formatNumber } from '../site/words.ts';

/** A day is published within hours of its end: whatever is older has come to a stop. */
const FRESH_DAYS = 2;

/** What a reader should know before any figure. */
export function aboutFigures({ publish }: Definition, { extent, notices }: SourceData, nowMs: number): Html {
  const { minimum_systems, round_to } = publish;
  const age = daysBetween(extent.to, utcDay(nowMs));
  const old = age > FRESH_DAYS ? html` <strong class="label">${counted(age, 'day')} ago</strong>` : undefined;
  const rules = [
    ...(minimum_systems > 1
      ? [`Nothing is said about groups of fewer than ${formatNumber(minimum_systems)} systems.`]
      : []),
    ...(round_to > 1 ? [`Numbers of systems are rounded to multiples of ${formatNumber(round_to)}.`] : []),
  ];
  return html`${noticesHtml(notices)}
<p class="fresh">Data up to ${dayInWords(extent.to)}${old}, computed ${utc(extent.computed_at)}; from ${dayInWords(extent.from)} on.</p>
<p class="quiet">One system, one vote: its last report of the day. ${rules.join(' ')}</p>`;
}
