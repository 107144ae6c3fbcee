import type { Marks } from '../charts/plot.ts';
import type { Track } from '../figures/timeline.ts';
import { type Html, html } from '../site/html.ts';

/** What a chart marks of its positions. */
export function marksOf({ figures }: Track): Marks {
  return {
    revised: figures.map((figure) => figure !== undefined && figure.revision > 1),
    open: figures.map((figure) => figure !== undefined && !figure.final),
    few: figures.map((figure) => figure?.figures.suppressed === true),
  };
}

/** What a chart shows and what its marks mean, as far as it has them. */
export function chartNotes(track: Track): Html {
  const { revised, open, few } = marksOf(track);
  const gaps = track.figures.filter((figure) => figure === undefined).length;
  const notes = [
    positions(track),
    ...(gaps > 0 && gaps < track.figures.length ? [html`Gap: nothing published.`] : []),
    ...(few.includes(true)
      ? [html`<span class="key few"></span>Too few systems: saying anything could tell of single ones.`]
      : []),
    ...(revised.includes(true) ? [html`<span class="key revised"></span>Revised with late reports.`] : []),
    ...(open.includes(true) ? [html`<span class="key open"></span>Not final: late reports may come.`] : []),
  ];
  return html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`;
}

const weekdays = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });
const STEPS: Readonly<Record<number, string>> = { 7: 'each week', 14: 'every two weeks', 28: 'every four weeks' };

/** Of which days there are figures: a long range shows some days as they were, and never the average of several. */
function positions({ timeline: { period, everyDays, starts } }: Track): Html {
  const last = starts.at(-1);
  if (last === undefined) return html`There is no complete ${period} in this range.`;
  if (period !== 'day') return html`A system counts once a ${period}.`;
  const step = STEPS[everyDays];
  if (step === undefined) return html`Day by day.`;
  return html`One day of ${step}, a ${weekdays.format(Date.parse(last))}: nothing is averaged.`;
}
