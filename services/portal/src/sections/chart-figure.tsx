import { type Content, type Html, unclosed } from '@heliograph/html';
import { colourClass, type Marks, type SeriesId } from '../charts/plot.tsx';
import type { FigureSeries } from '../figures/figure-series.ts';
import { formatNumber } from '../site/format.ts';
import { NumbersOf, ScrollRegion } from '../site/table.tsx';

interface ChartFigureProperties extends SeriesTableProperties {
  readonly chart: Html;
  readonly legend?: readonly LegendEntry[] | undefined;
}

/** A chart with its legend, its notes and its numbers. The page's script knows these by their order and their ids. */
export const ChartFigure = ({ chart, legend, ...table }: ChartFigureProperties) => (
  <>
    <figure class="plot" data-plot={table.id}>
      {chart}
    </figure>
    {legend && <Legend entries={legend} />}
    <ChartNotes {...table.series} />
    <SeriesTable {...table} />
  </>
);

export interface LegendEntry {
  readonly id: SeriesId;
  readonly name: Content;
  /** The newest value. */
  readonly value?: string | undefined;
}

const Legend = ({ entries }: { readonly entries: readonly LegendEntry[] }) => (
  <ul class="legend">
    {entries.map(({ id, name, value }) => (
      <li class={colourClass(id)} data-series={id}>
        {name}
        {value !== undefined && [' ', <b>{value}</b>]}
      </li>
    ))}
  </ul>
);

/** What a chart marks of its positions. */
export function marksOf({ figures }: FigureSeries): Marks {
  return {
    revised: figures.map((figure) => figure !== undefined && figure.revision > 1),
    open: figures.map((figure) => figure !== undefined && !figure.final),
    few: figures.map((figure) => figure?.figures.suppressed === true),
  };
}

/** What a chart shows, and what the marks mean that it has. */
function ChartNotes(series: FigureSeries) {
  const { revised, open, few } = marksOf(series);
  const gaps = series.figures.filter((figure) => figure === undefined).length;
  return (
    <ul class="notes">
      <li>{positionsInWords(series)}</li>
      {gaps > 0 && gaps < series.figures.length && <li>Gap: nothing published.</li>}
      {few.includes(true) && (
        <li>
          <span class="key few" />
          Too few systems: saying anything could tell of single ones.
        </li>
      )}
      {revised.includes(true) && (
        <li>
          <span class="key revised" />
          Revised with late reports.
        </li>
      )}
      {open.includes(true) && (
        <li>
          <span class="key open" />
          Not final: late reports may come.
        </li>
      )}
    </ul>
  );
}

const weekdays = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });
const STEPS: Readonly<Record<number, string>> = { 7: 'each week', 14: 'every two weeks', 28: 'every four weeks' };

/** Which days have figures: a long range shows some days as they were, and never the average of several. */
function positionsInWords({ timeline: { period, everyDays, starts } }: FigureSeries): string {
  const last = starts.at(-1);
  if (last === undefined) return `There is no complete ${period} in this range.`;
  if (period !== 'day') return `A system counts once a ${period}.`;
  const step = STEPS[everyDays];
  if (step === undefined) return 'Day by day.';
  return `One day of ${step}, a ${weekdays.format(Date.parse(last))}: nothing is averaged.`;
}

interface SeriesTableProperties {
  /** Of the chart; the page's script finds the table by it. */
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly Content[];
  readonly series: FigureSeries;
  /** Whether the last column is the whole that the others are parts of. */
  readonly parts?: boolean;
  /** The columns of a position; undefined if nothing is published or shown of it. */
  cells(position: number): readonly string[] | undefined;
}

const PERIODS = { day: 'Day', week: 'Week from', month: 'Month from' } as const;
/** A page has some ten thousand cells. */
const [Row, Head, Cell] = [unclosed('tr'), unclosed('th'), unclosed('td')];

/** The numbers of a chart, newest first. */
function SeriesTable({ id, caption, columns, series, parts = false, cells }: SeriesTableProperties) {
  const { period, starts } = series.timeline;
  const rows = starts.map((start, i) => {
    const figure = series.figures[i];
    const marks = [
      ...(figure !== undefined && figure.revision > 1 ? ['revised'] : []),
      ...(figure !== undefined && !figure.final ? ['not final'] : []),
    ];
    const values = cells(i);
    return (
      <Row>
        <Head scope="row">
          {start}
          {marks.length > 0 && [' ', <small>{marks.join(', ')}</small>]}
        </Head>
        {values?.map((value) => <Cell>{value}</Cell>) ?? (
          <Cell class="none" colspan={columns.length}>
            {figure === undefined ? 'nothing published' : 'suppressed'}
          </Cell>
        )}
      </Row>
    );
  });
  return (
    <NumbersOf>
      <ScrollRegion label={caption}>
        <table class="series" id={`${id}-table`} data-parts={parts}>
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{PERIODS[period]}</th>
              {columns.map((column) => (
                <th scope="col">{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>{rows.toReversed()}</tbody>
        </table>
      </ScrollRegion>
    </NumbersOf>
  );
}

/** A number of systems, if it is published. */
export const formatSystems = (n: number | null): string => (n === null ? 'suppressed' : formatNumber(n));
