import { type StackSeries, stackChart } from '../charts/stack.ts';
import { countsOf, inOrder, largestValues, MOST_SERIES, shareAt } from '../figures/share-series.ts';
import type { Track } from '../figures/timeline.ts';
import { type Html, html } from '../site/html.ts';
import { formatPercent, percentage } from '../site/numbers.ts';
import { plainValue, shortValue, valueHtml } from '../site/sent-value.ts';
import { formatNumber } from '../site/words.ts';
import { chartNotes, marksOf } from './chart-notes.ts';
import { type FigureView, heightOf } from './figure-frame.ts';
import { type LegendEntry, legend } from './legend.ts';
import { seriesTable } from './series-table.ts';

export interface History {
  readonly figure: FigureView;
  readonly track: Track;
  readonly key: string | null;
  readonly level: string | null;
  readonly id: string;
  readonly title: string;
}

/** The parts of one partition over time, with what they are now, and as a table. */
export function history({ figure, track, key, level, id, title }: History): Html {
  const shares = track.figures.map((f) => shareAt(f, key, level));
  const values = inOrder(largestValues(shares, figure.large ? MOST_SERIES.large : MOST_SERIES.small));
  const counts = shares.map((share) => countsOf(share, values));
  const last = counts.findLast((c) => c !== undefined);
  const total = last?.reduce((sum, n) => sum + n, 0) ?? 0;
  if (last === undefined || total === 0) return html`<p class="quiet">No part of it can be shown in this range.</p>`;
  const names = [...values.map(shortValue), 'others'];
  const hasOthers = counts.some((c) => (c?.at(-1) ?? 0) > 0);
  const series = names.flatMap((name, i): StackSeries[] => {
    const parts = counts.map((c, at) => (c === undefined ? null : percentage(c[i] ?? 0, shares[at]?.systems ?? 0)));
    return i === values.length && !hasOthers ? [] : [{ name, series: seriesAt(i, values.length), values: parts }];
  });
  const entry = (i: number): LegendEntry => ({
    series: seriesAt(i, values.length),
    name: i === values.length ? 'All others' : valueHtml(values[i] ?? ''),
    value: unlessHidden(last[i] ?? 0, (n) => formatPercent(percentage(n, total))),
  });
  const description = `Newest figures: ${values.map((value, i) => `${plainValue(value, 40)} ${entry(i).value}`).join(', ')}${hasOthers ? `, all others ${entry(values.length).value}` : ''}.`;
  return html`<figure class="plot" data-plot="${id}">
${stackChart({ id, title: `${title}, parts of the systems`, description, height: heightOf(figure), starts: track.timeline.starts, series, marks: marksOf(track) })}
</figure>
${legend(series.map((_, i) => entry(i)).toReversed())}
${chartNotes(track)}
${seriesTable({
  id,
  caption: `${title}: systems`,
  columns: [...values.map(valueHtml), html`All others`, html`Together`],
  track,
  parts: true,
  cells: (i) => {
    const c = counts[i];
    return c && [...c.map((n) => unlessHidden(n)), formatNumber(shares[i]?.systems ?? 0)];
  },
})}`;
}

const seriesAt = (i: number, count: number) => (i === count ? 'others' : i);

/** A value that is not among those shown may be that of no system, or of too few to be told: then nobody knows a number. */
const unlessHidden = (n: number, format: (n: number) => string = formatNumber) => (n === 0 ? '–' : format(n));
