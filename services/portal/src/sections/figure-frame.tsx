import type { Content } from '@heliograph/html';
import type { Definition, Period, Summary } from '@heliograph/schema';
import { wordsOf } from '@heliograph/schema/summaries';
import { figureTitle, sourcePath } from '../definitions/source.ts';
import { type FigureSeries, newestFigure } from '../figures/figure-series.ts';
import { addDays, laterOf, type View, viewQuery } from '../figures/range.ts';
import type { SourceData } from '../figures/source-data.ts';
import { formatDay, formatNumber } from '../site/format.ts';

/** A figure to be shown: `large` on its own page. */
export interface FigureView<S extends Summary = Summary> {
  readonly definition: Definition;
  readonly summary: S;
  readonly data: SourceData;
  readonly view: View;
  readonly large: boolean;
}
export type ViewOf<Kind extends Summary['kind']> = FigureView<Extract<Summary, { kind: Kind }>>;

export const heightOf = ({ large }: { readonly large: boolean }): number => (large ? 320 : 190);

export const figurePath = (definition: Definition, name: string) => `${sourcePath(definition)}/figures/${name}`;

interface FigureFrameProperties {
  readonly figure: FigureView;
  readonly series: FigureSeries;
  readonly children: Content;
}

/** A figure with its heading, its coverage and the links to its numbers. */
export function FigureFrame({ figure, series, children }: FigureFrameProperties) {
  const { definition, summary, view, large } = figure;
  const { name } = summary;
  const words = wordsOf(summary);
  const title = figureTitle(summary);
  const path = `${figurePath(definition, name)}${viewQuery(view)}`;
  return (
    <section class={large || words.isWide(definition.fields) ? 'figure whole' : 'figure'} aria-labelledby={name}>
      <h2 id={name}>{large ? words.heading : <a href={path}>{title}</a>}</h2>
      <p class="quiet coverage">{coverage(figure, series)}</p>
      {children}
      <p class="links">
        {!large && (
          <a href={path}>
            Full size and data<span class="unseen">: {title}</span>
          </a>
        )}
        <Downloads {...figure} />
      </p>
    </section>
  );
}

/** What a figure's section says if nothing of it is published in the range. */
export const NothingShown = () => <p class="quiet">No part of it can be shown in this range.</p>;

/** How many systems the newest figure covers, of how many. */
function coverage({ definition, summary }: FigureView, series: FigureSeries): string {
  const figure = newestFigure(series);
  if (figure === undefined)
    return series.figures.every((one) => one === undefined)
      ? 'Nothing has been published of this in this range.'
      : `Too few systems have sent this in this range: nothing is said about groups of fewer than ${definition.publish.minimum_systems}.`;
  const { systems, of_systems, start } = figure;
  const day = formatDay(start);
  if (systems === null || of_systems === null)
    return `On ${day}; of how many systems is not said, because too few have it, or too few have it not.`;
  return `${wordsOf(summary).coverage(formatNumber(systems), formatNumber(of_systems))} on ${day}.`;
}

/** How many days of one figure the API gives at once. */
const MAX_DAYS = 3660;

/** The numbers of the whole range, also if a chart shows only some of its days. */
function Downloads({ definition, summary, data }: FigureView) {
  const { application, telemetry_type } = definition;
  const { from, to, active, churn } = data.window;
  const first = laterOf(from, addDays(to, 1 - MAX_DAYS));
  const periods = summary.kind === 'systems' ? [...new Set<Period>(['day', active, churn])] : ['day' as const];
  return (
    <>
      {periods.map((period) => {
        const query = new URLSearchParams({ application, telemetry_type, name: summary.name, period, from: first, to });
        const of = [<span class="unseen"> of {figureTitle(summary)}</span>, periods.length > 1 && ` by ${period}`];
        return (
          <>
            {' '}
            <a href={`/api/v1/summaries.csv?${query}`} download>
              CSV{of}
            </a>{' '}
            <a href={`/api/v1/summaries?${query}`}>JSON{of}</a>
          </>
        );
      })}
    </>
  );
}
