import { lineChart } from '../charts/line-chart.ts';
import { largestKeys, MOST_SERIES, shareAt } from '../figures/share-series.ts';
import { newest, said, type Track } from '../figures/timeline.ts';
import { type Html, html } from '../site/html.ts';
import { formatPercent, percentage } from '../site/numbers.ts';
import { plainValue, shortValue, valueHtml } from '../site/sent-value.ts';
import { dayInWords, formatNumber, titleOf } from '../site/words.ts';
import { chartNotes, marksOf } from './chart-notes.ts';
import { type FigureView, heightOf } from './figure-frame.ts';
import { legend } from './legend.ts';
import { seriesTable } from './series-table.ts';
import { history } from './share-history.ts';

/** How many keys have a history of their own on the page of the figure: more would be too much to send. */
const MOST_HISTORIES = 12;
/** Of the table there. */
const MOST_KEYS = 300;

const unsaid = (n: number | null) => (n === null ? 'too few' : formatNumber(n));

/** Which systems have which of several things, such as plugins; and of which version these are. */
export function keyedShare(figure: FigureView, track: Track, level: string | null): Html {
  const { summary, large } = figure;
  return html`${adoption(figure, track)}
${currentValues(track, level, large)}
${large ? histories(figure, track, level) : undefined}
<p class="quiet">A system counts for each thing that it has, so the parts of ${titleOf(summary)} are more than all together.</p>`;
}

function adoption(figure: FigureView, track: Track): Html {
  const id = `${figure.summary.name}-adoption`;
  const keys = largestKeys(track, MOST_SERIES.small);
  const counts = track.figures.map((f) => {
    const shares = said('share', f)?.shares;
    return shares && keys.map((key) => shares.find((share) => share.key === key)?.systems ?? null);
  });
  const part = (n: number | null | undefined, at: number) => {
    const all = track.figures[at]?.of_systems ?? null;
    return n === null || n === undefined || all === null ? null : percentage(n, all);
  };
  const parts = keys.map((_, k) => counts.map((c, at) => part(c?.[k], at)));
  const latest = parts.map((values) => values.findLast((value) => value !== null));
  const partNow = (k: number) => (latest[k] === undefined ? 'too few' : formatPercent(latest[k] ?? 0));
  const title = `${titleOf(figure.summary)}: part of all systems that have each`;
  return html`<figure class="plot" data-plot="${id}">
${lineChart({
  id,
  title,
  description: `Newest figures: ${keys.map((key, k) => `${plainValue(key, 40)} ${partNow(k)}`).join(', ')}.`,
  height: heightOf(figure),
  starts: track.timeline.starts,
  lines: keys.map((key, k) => ({ name: shortValue(key), series: k, values: parts[k] ?? [] })),
  percent: true,
  marks: marksOf(track),
})}
</figure>
${legend(keys.map((key, k) => ({ series: k, name: valueHtml(key), value: partNow(k) })))}
${chartNotes(track)}
${seriesTable({
  id,
  caption: `${titleOf(figure.summary)}: systems that have each`,
  columns: [...keys.map(valueHtml), html`All systems`],
  track,
  parts: true,
  cells: (i) => counts[i] && [...counts[i], track.figures[i]?.of_systems ?? null].map(unsaid),
})}`;
}

/** The most frequent values of each key, newest figure. */
function currentValues(track: Track, level: string | null, large: boolean): Html | undefined {
  const figure = newest(track);
  const shares =
    said('share', figure)?.shares.filter((share) => share.level === level && share.values.length > 0) ?? [];
  if (figure === undefined || shares.length === 0) return undefined;
  const shown = shares.toSorted((a, b) => b.systems - a.systems).slice(0, large ? MOST_KEYS : MOST_HISTORIES);
  const rows = shown.map(({ key, systems, values, other }) => {
    const named = values
      .slice(0, 3)
      .map(
        ({ value, systems: n }) => html`<li>${valueHtml(value)} <b>${formatPercent(percentage(n, systems))}</b></li>`,
      );
    const rest = values.slice(3).reduce((sum, { systems: n }) => sum + n, other);
    const others = rest === 0 ? undefined : html`<li>others <b>${formatPercent(percentage(rest, systems))}</b></li>`;
    return html`<tr><th scope="row">${valueHtml(key ?? '')}</th><td>${formatNumber(systems)}</td><td><ul class="inline">${named}${others}</ul></td></tr>
`;
  });
  return html`<h3>In which versions, on ${dayInWords(figure.start)}</h3>
<div class="wide" tabindex="0" role="region" aria-label="Versions of each"><table class="series listed"><caption>The most frequent of each${level === null ? '' : `, by ${level}`}; parts of the systems that have it</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Systems</th><th scope="col">Most frequent</th></tr></thead>
<tbody>
${rows}</tbody></table></div>`;
}

function histories(figure: FigureView, track: Track, level: string | null): Html {
  const small = { ...figure, large: false };
  const keys = largestKeys(track, MOST_HISTORIES).filter((key) =>
    track.figures.some((f) => (shareAt(f, key, level)?.values.length ?? 0) > 0),
  );
  return html`<div class="pair">${keys.map(
    (key, i) => html`<div><h3>${valueHtml(key)}</h3>
${history({ figure: small, track, key, level, id: `${figure.summary.name}-key-${i}`, title: plainValue(key) })}</div>
`,
  )}</div>`;
}
