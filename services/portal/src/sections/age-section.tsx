import { figureTitle } from '../definitions/source.ts';
import { figureValue, newestFigure } from '../figures/figure-series.ts';
import { formatDay, formatPercent, percentage } from '../site/format.ts';
import { FigureFrame, heightOf, NothingShown, type ViewOf } from './figure-frame.tsx';
import { HistogramFigure } from './histogram-figure.tsx';

const OLD_DAYS = 32;

/** For how long the systems of a day have been reporting. */
export function AgeSection(figure: ViewOf<'age'>) {
  const { data, summary } = figure;
  const series = data.series(summary.name);
  const newest = newestFigure(series);
  const buckets = figureValue('age', newest)?.buckets ?? [];
  if (newest === undefined || buckets.length === 0)
    return (
      <FigureFrame figure={figure} series={series}>
        <NothingShown />
      </FigureFrame>
    );
  const day = formatDay(newest.start);
  const total = buckets.reduce((sum, { systems }) => sum + systems, 0);
  const old = buckets.filter(({ from }) => (from ?? 0) >= OLD_DAYS).reduce((sum, { systems }) => sum + systems, 0);
  const description = `${formatPercent(percentage(old, total))} of them have been reporting for ${OLD_DAYS} days or longer.`;
  return (
    <FigureFrame figure={figure} series={series}>
      <HistogramFigure
        id={`${summary.name}-age`}
        title={`${figureTitle(summary)}: systems by the days since they first reported, on ${day}`}
        description={description}
        height={heightOf(figure) * 0.7}
        what="Days"
        buckets={buckets}
        other={Math.max(0, (newest.systems ?? total) - total)}
      >
        <p class="quiet">
          Days since a system first reported, on {day}. {description}
        </p>
      </HistogramFigure>
    </FigureFrame>
  );
}
