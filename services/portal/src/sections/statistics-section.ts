import type { Statistics, Summary } from '@heliograph/schema';
import { histogramChart } from '../charts/columns.ts';
import { lineChart } from '../charts/line-chart.ts';
import { newest, said, type Track } from '../figures/timeline.ts';
import { type Html, html } from '../site/html.ts';
import { shortRange } from '../site/numbers.ts';
import { plainValue, valueHtml } from '../site/sent-value.ts';
import { dayInWords, formatNumber, titleOf } from '../site/words.ts';
import { chartNotes, marksOf } from './chart-notes.ts';
import { type FigureView, figureFrame, heightOf } from './figure-frame.ts';
import { histogramTable } from './histogram-table.ts';
import { legend } from './legend.ts';
import { seriesTable } from './series-table.ts';

/** Of a map, how many keys are shown: on the page of the source, and on that of the figure. */
const MOST_KEYS = { small: 2, large: 12 };
const NUMBERS = ['mean', 'p5', 'p25', 'median', 'p75', 'p95'] as const;
const COLUMNS = ['Mean', '5th percentile', '25th', 'Median', '75th', '95th', 'Systems'];
const unsaid = (n: number | null) => (n === null ? 'too few' : formatNumber(n));

/** What numbers systems have: the middle of them over time, and all of them now. */
export function statisticsSection(figure: FigureView<Extract<Summary, { kind: 'statistics' }>>): Html {
  const track = figure.data.track(figure.summary.name);
  const keys = keysOf(track);
  const shown = keys.slice(0, figure.large ? MOST_KEYS.large : MOST_KEYS.small);
  const rest = keys.length - shown.length;
  return figureFrame(
    figure,
    track,
    html`${shown.map((key, i) => distribution(figure, track, key, `${figure.summary.name}-${i}`))}
${rest === 0 ? undefined : html`<p class="quiet">${rest} more ${figure.large ? 'are in the CSV and JSON' : 'are on the page of the figure'}.</p>`}`,
  );
}

const of = (figure: Track['figures'][number], key: string | null) =>
  said('statistics', figure)?.statistics.find((statistics) => statistics.key === key);

/** Those of most systems first. */
function keysOf(track: Track): (string | null)[] {
  const all = said('statistics', newest(track))?.statistics ?? [];
  return all.toSorted((a, b) => (b.systems ?? 0) - (a.systems ?? 0)).map(({ key }) => key);
}

function distribution(figure: FigureView, track: Track, key: string | null, id: string): Html {
  const title = key === null ? titleOf(figure.summary) : `${titleOf(figure.summary)}, ${plainValue(key)}`;
  const all = track.figures.map((f) => of(f, key));
  const values = (name: (typeof NUMBERS)[number]) => all.map((statistics) => statistics?.[name] ?? null);
  const now = of(newest(track), key);
  return html`${key === null ? undefined : html`<h3>${valueHtml(key)}</h3>`}
<figure class="plot" data-plot="${id}">
${lineChart({
  id,
  title: `${title}: median, and what most systems have`,
  description: now === undefined ? 'Nothing is shown.' : `Newest figures: ${inWords(now)}`,
  height: heightOf(figure),
  starts: track.timeline.starts,
  bands: [
    { series: 'outer', lower: values('p5'), upper: values('p95') },
    { series: 'inner', lower: values('p25'), upper: values('p75') },
  ],
  lines: [{ name: 'median', series: 0, values: values('median') }],
  marks: marksOf(track),
})}
</figure>
${
  now &&
  legend([
    { series: 0, name: 'Median: half have no more', value: unsaid(now.median) },
    { series: 'inner', name: 'The middle half', value: `${unsaid(now.p25)} to ${unsaid(now.p75)}` },
    { series: 'outer', name: 'The middle nine tenths', value: `${unsaid(now.p5)} to ${unsaid(now.p95)}` },
  ])
}
${chartNotes(track)}
${seriesTable({
  id,
  caption: `${title}: mean, percentiles and how many systems have a number`,
  columns: COLUMNS.map((column) => html`${column}`),
  track,
  cells: (i) => {
    const statistics = all[i];
    return statistics && [...NUMBERS.map((name) => unsaid(statistics[name])), unsaid(statistics.systems)];
  },
})}
${now && distributionNow(figure, now, newest(track)?.start ?? '', `${id}-now`, title)}`;
}

const inWords = ({ median, p25, p75, p5, p95 }: Statistics) =>
  `median ${unsaid(median)}, middle half ${unsaid(p25)} to ${unsaid(p75)}, middle nine tenths ${unsaid(p5)} to ${unsaid(p95)}.`;

function distributionNow(
  figure: FigureView,
  now: Statistics,
  day: string,
  id: string,
  title: string,
): Html | undefined {
  const { histogram, other } = now;
  if (histogram.length === 0) return undefined;
  const columns = histogram.map(({ from, to, systems }) => ({ name: shortRange(from, to), systems }));
  const name = `${title}: systems by size on ${dayInWords(day)}`;
  const most = columns.reduce((a, b) => (b.systems > a.systems ? b : a));
  return html`<h3>By size on ${dayInWords(day)}</h3>
<figure class="plot">
${histogramChart({ id, title: name, description: `Most systems, ${formatNumber(most.systems)}, are at ${most.name}.`, height: heightOf(figure) * 0.7, columns })}
</figure>
${histogramTable({ caption: name, what: 'Size', buckets: histogram, other })}`;
}
