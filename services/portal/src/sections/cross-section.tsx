import type { Definition } from '@heliograph/schema';
import type { FiguresOf } from '@heliograph/schema/summaries';
import { figureTitle } from '../definitions/source.ts';
import { figureValue, newestFigure } from '../figures/figure-series.ts';
import { largestFirst, MAX_VALUES, sortVersions } from '../figures/shares.ts';
import { formatDay, formatNumber, percentage } from '../site/format.ts';
import { SentValue } from '../site/sent-value.tsx';
import { ScrollRegion } from '../site/table.tsx';
import { FigureFrame, NothingShown, type ViewOf } from './figure-frame.tsx';

/** Of a table: on the page of the source, and on that of the figure. The API has all. */
const MAX_ROWS = { small: 12, large: 100 };
const MAX_COLUMNS = { small: MAX_VALUES.small, large: 30 };
/** How many shades there are in the stylesheet, beside none. */
const SHADES = 5;

/** Which two values systems have together: a table in which darker cells have larger parts of their row. */
export function CrossSection(figure: ViewOf<'cross'>) {
  const series = figure.data.series(figure.summary.name);
  const newest = newestFigure(series);
  const cross = figureValue('cross', newest);
  return (
    <FigureFrame figure={figure} series={series}>
      {newest === undefined || cross === undefined || cross.rows.length === 0 ? (
        <NothingShown />
      ) : (
        <HeatMap figure={figure} cross={cross} day={newest.start} />
      )}
    </FigureFrame>
  );
}

interface HeatMapProperties {
  readonly figure: ViewOf<'cross'>;
  readonly cross: FiguresOf<'cross'>;
  readonly day: string;
}

function HeatMap({ figure: { definition, summary, large }, cross, day }: HeatMapProperties) {
  const size = large ? 'large' : 'small';
  const columns = sortVersions(frequentColumns(cross).slice(0, MAX_COLUMNS[size]));
  const rows = cross.rows.slice(0, MAX_ROWS[size]);
  const left = cross.rows.slice(rows.length).reduce((sum, row) => sum + row.systems, cross.other);
  const [rowName, columnName] = [fieldTitle(definition, summary.rows), fieldTitle(definition, summary.columns)];
  const caption = `Systems by ${rowName} (rows) and ${columnName} (columns) on ${formatDay(day)}; in brackets the part of the row`;
  return (
    <>
      <ScrollRegion label={caption}>
        <table class="series heat">
          <caption>{caption}</caption>
          <thead>
            <tr>
              <td />
              {columns.map((column) => (
                <th scope="col">
                  <SentValue value={column} />
                </th>
              ))}
              <th scope="col">Others</th>
              <th scope="col">Together</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <HeatRow {...row} columns={columns} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {left > 0 && <p class="quiet">{formatNumber(left)} more systems have other values, or only one of the two.</p>}
    </>
  );
}

function HeatRow({
  value,
  systems,
  cells,
  columns,
}: FiguresOf<'cross'>['rows'][number] & { columns: readonly string[] }) {
  const counts = columns.map((column) => cells.find((cell) => cell.value === column)?.systems ?? 0);
  const shown = counts.reduce((sum, n) => sum + n, 0);
  return (
    <tr>
      <th scope="row">
        <SentValue value={value} />
      </th>
      {[...counts, systems - shown].map((n) => heatCell(n, percentage(n, systems)))}
      <td>{formatNumber(systems)}</td>
    </tr>
  );
}

function heatCell(n: number, percent: number) {
  if (n === 0) return <td class="h0">–</td>;
  return (
    <td class={`h${Math.min(SHADES, 1 + Math.floor((percent * SHADES) / 100))}`}>
      {formatNumber(n)} <small>({percent.toFixed(0)} %)</small>
    </td>
  );
}

/** What the page calls a field: like the figure that counts its values, or by its place. */
function fieldTitle({ summaries }: Definition, pointer: string): string {
  const share = summaries.find((summary) => summary.kind === 'share' && summary.field === pointer);
  return share === undefined ? pointer.slice(1).replaceAll(/[/_]/g, ' ') : figureTitle(share);
}

/** The most frequent first, over all rows. */
function frequentColumns({ rows }: FiguresOf<'cross'>): string[] {
  const totals = new Map<string, number>();
  for (const { value, systems } of rows.flatMap(({ cells }) => cells))
    totals.set(value, (totals.get(value) ?? 0) + systems);
  return largestFirst(totals);
}
