import type { Summary } from '@heliograph/schema';
import { histogramChart } from '../charts/columns.ts';
import { newest, said } from '../figures/timeline.ts';
import { type Html, html } from '../site/html.ts';
import { formatPercent, percentage, shortRange } from '../site/numbers.ts';
import { dayInWords, titleOf } from '../site/words.ts';
import { type FigureView, figureFrame, heightOf } from './figure-frame.ts';
import { histogramTable } from './histogram-table.ts';

/** For how long the systems of a day have been reporting. */
export function ageSection(figure: FigureView<Extract<Summary, { kind: 'age' }>>): Html {
  const track = figure.data.track(figure.summary.name);
  const now = newest(track);
  const buckets = said('age', now)?.buckets ?? [];
  if (now === undefined || buckets.length === 0)
    return figureFrame(figure, track, html`<p class="quiet">No part of it can be shown in this range.</p>`);
  const id = `${figure.summary.name}-age`;
  const title = `${titleOf(figure.summary)}: systems by the days since they first reported, on ${dayInWords(now.start)}`;
  const total = buckets.reduce((sum, { systems }) => sum + systems, 0);
  const old = buckets.filter(({ from }) => (from ?? 0) >= 32).reduce((sum, { systems }) => sum + systems, 0);
  const description = `${formatPercent(percentage(old, total))} of them have been reporting for 32 days or longer.`;
  return figureFrame(
    figure,
    track,
    html`<figure class="plot">
${histogramChart({ id, title, description, height: heightOf(figure) * 0.7, columns: buckets.map(({ from, to, systems }) => ({ name: shortRange(from, to), systems })) })}
</figure>
<p class="quiet">Days since a system first reported, on ${dayInWords(now.start)}. ${description}</p>
${histogramTable({ caption: title, what: 'Days', buckets, other: Math.max(0, (now.systems ?? total) - total) })}`,
  );
}
