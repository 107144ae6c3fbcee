import { StackChart, type StackSeries } from '../charts/stack-chart.tsx';
import type { FigureSeries } from '../figures/figure-series.ts';
import { countValues, findShare, largestValues, MAX_VALUES, sortVersions } from '../figures/shares.ts';
import { formatNumber, formatPercent, percentage } from '../site/format.ts';
import { plainValue, SentValue, shortValue } from '../site/sent-value.tsx';
import { ChartFigure, type LegendEntry, marksOf } from './chart-figure.tsx';
import { heightOf, NothingShown, type ViewOf } from './figure-frame.tsx';

export interface ShareProperties {
  readonly figure: ViewOf<'share'>;
  readonly series: FigureSeries;
  readonly level: string | null;
}

interface ShareHistoryProperties extends ShareProperties {
  readonly shareKey: string | null;
  readonly id: string;
  readonly title: string;
}

/** In the description of a chart. */
const MAX_SPOKEN = 40;

/** The parts of one partition over time, and now. */
export function ShareHistory({ figure, series, level, shareKey, id, title }: ShareHistoryProperties) {
  const shares = series.figures.map((one) => findShare(one, shareKey, level));
  const values = sortVersions(largestValues(shares, MAX_VALUES[figure.large ? 'large' : 'small']));
  const counts = shares.map((share) => countValues(share, values));
  const last = counts.findLast((count) => count !== undefined);
  const total = last?.reduce((sum, n) => sum + n, 0) ?? 0;
  if (last === undefined || total === 0) return <NothingShown />;
  const others = values.length;
  const hasOthers = counts.some((count) => (count?.at(-1) ?? 0) > 0);
  const idOf = (i: number) => (i === others ? 'others' : i);
  const partNow = (i: number) => formatUnlessZero(last[i] ?? 0, (n) => formatPercent(percentage(n, total)));
  const stack = [...values.map(shortValue), 'others'].flatMap((name, i): StackSeries[] => {
    const parts = counts.map((count, at) => count && percentage(count[i] ?? 0, shares[at]?.systems ?? 0));
    return i === others && !hasOthers ? [] : [{ name, id: idOf(i), values: parts.map((part) => part ?? null) }];
  });
  const legend = stack.map((_, i): LegendEntry => {
    const value = values[i];
    return { id: idOf(i), name: value === undefined ? 'All others' : <SentValue value={value} />, value: partNow(i) };
  });
  const spoken = [
    ...values.map((value, i) => `${plainValue(value, MAX_SPOKEN)} ${partNow(i)}`),
    ...(hasOthers ? [`all others ${partNow(others)}`] : []),
  ];
  const chart = (
    <StackChart
      id={id}
      title={`${title}, parts of the systems`}
      description={`Newest figures: ${spoken.join(', ')}.`}
      height={heightOf(figure)}
      starts={series.timeline.starts}
      series={stack}
      marks={marksOf(series)}
    />
  );
  return (
    <ChartFigure
      id={id}
      chart={chart}
      legend={legend.toReversed()}
      caption={`${title}: systems`}
      columns={[...values.map((value) => <SentValue value={value} />), 'All others', 'Together']}
      series={series}
      parts
      cells={(i) => {
        const count = counts[i];
        return count && [...count.map((n) => formatUnlessZero(n)), formatNumber(shares[i]?.systems ?? 0)];
      }}
    />
  );
}

/** A value that is not among those published may be that of no system, or of too few to publish: its number is unknown. */
const formatUnlessZero = (n: number, format = formatNumber) => (n === 0 ? '–' : format(n));
