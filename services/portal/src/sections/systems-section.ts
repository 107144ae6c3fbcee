import type { Period, Summary } from '@heliograph/schema';
import { movesChart } from '../charts/columns.ts';
import { lineChart } from '../charts/line-chart.ts';
import { said, type Track } from '../figures/timeline.ts';
import { type Html, html } from '../site/html.ts';
import { formatNumber } from '../site/words.ts';
import { chartNotes, marksOf } from './chart-notes.ts';
import { type FigureView, figureFrame, heightOf } from './figure-frame.ts';
import { legend } from './legend.ts';
import { seriesTable } from './series-table.ts';

const EVERY: Readonly<Record<Period, string>> = { day: 'each day', week: 'each week', month: 'each month' };
const unsaid = (n: number | null) => (n === null ? 'too few' : formatNumber(n));

/** How many systems reported, and how many came, came back and went. */
export function systemsSection(figure: FigureView<Extract<Summary, { kind: 'systems' }>>): Html {
  const { data, summary } = figure;
  const active = data.track(summary.name, 'active');
  const moves = data.track(summary.name, 'moves');
  return figureFrame(
    figure,
    data.track(summary.name),
    html`<div class="pair"><div>${activeChart(figure, active)}</div>
<div>${movesOf(figure, moves)}</div></div>`,
  );
}

function activeChart(figure: FigureView, track: Track): Html {
  const id = `${figure.summary.name}-active`;
  const counts = track.figures.map((f) => said('systems', f));
  const { starts, period } = track.timeline;
  const hasPersistent = counts.some((c) => c !== undefined && c.persistent !== null);
  const active = { name: 'reported', series: 0, values: counts.map((c) => c?.active ?? null) };
  const persistent = { name: 'on 2 days', series: 1, values: counts.map((c) => c?.persistent ?? null) };
  const title = `Systems that reported ${EVERY[period]}`;
  const last = counts.findLast((c) => c !== undefined);
  return html`<h3>${title}</h3>
<figure class="plot" data-plot="${id}">
${lineChart({ id, title, description: described(track, active.values), height: heightOf(figure), starts, lines: hasPersistent ? [active, persistent] : [active], marks: marksOf(track) })}
</figure>
${
  hasPersistent
    ? legend([
        { series: 0, name: 'Reported at all', value: last && formatNumber(last.active) },
        { series: 1, name: 'Reported on two days or more', value: last && unsaid(last.persistent) },
      ])
    : undefined
}
${chartNotes(track)}
${seriesTable({
  id,
  caption: title,
  columns: [html`Systems`, ...(hasPersistent ? [html`On two days or more`] : [])],
  track,
  cells: (i) => {
    const c = counts[i];
    return c && [formatNumber(c.active), ...(hasPersistent ? [unsaid(c.persistent)] : [])];
  },
})}`;
}

/** What somebody would say who looks at the line. */
function described(track: Track, values: readonly (number | null)[]): string {
  const known = values.flatMap((value, i) =>
    value === null ? [] : [{ value, start: track.timeline.starts[i] ?? '' }],
  );
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return 'Nothing is shown.';
  const most = known.reduce((a, b) => (b.value > a.value ? b : a));
  return `${formatNumber(first.value)} on ${first.start}, ${formatNumber(last.value)} on ${last.start}; at most ${formatNumber(most.value)}, on ${most.start}.`;
}

function movesOf(figure: FigureView, track: Track): Html {
  const id = `${figure.summary.name}-moves`;
  const { starts, period } = track.timeline;
  const counts = track.figures.map((f) => said('systems', f));
  const values = (of: 'new' | 'returning' | 'gone') => counts.map((c) => c?.[of] ?? null);
  const title = `Systems that came and went ${EVERY[period]}`;
  const last = counts.findLast((c) => c !== undefined);
  const before = `the ${period} before`;
  return html`<h3>${title}</h3>
<figure class="plot" data-plot="${id}">
${movesChart({
  id,
  title,
  description: last
    ? `In the last ${period}: ${unsaid(last.new)} new, ${unsaid(last.returning)} returning, ${unsaid(last.gone)} gone.`
    : 'Nothing is shown.',
  height: heightOf(figure),
  starts,
  up: [
    { series: 2, values: values('new') },
    { series: 0, values: values('returning') },
  ],
  down: { series: 3, values: values('gone') },
  marks: marksOf(track),
})}
</figure>
${legend([
  { series: 2, name: 'New: never seen before', value: last && unsaid(last.new) },
  { series: 0, name: `Returning: seen before, not in ${before}`, value: last && unsaid(last.returning) },
  { series: 3, name: `Gone: seen in ${before}, not in this one`, value: last && unsaid(last.gone) },
])}
${chartNotes(track)}
${seriesTable({
  id,
  caption: title,
  columns: ['New', 'Returning', 'Continuing', 'Gone'].map((column) => html`${column}`),
  track,
  cells: (i) => {
    const c = counts[i];
    return c && [c.new, c.returning, c.continuing, c.gone].map(unsaid);
  },
})}`;
}
