import type { Statistics } from '@heliograph/schema';
import { LineChart } from '../charts/line-chart.tsx';
import { figureTitle } from '../definitions/source.ts';
import { type FigureSeries, figureValue, newestFigure } from '../figures/figure-series.ts';
import { formatDay, formatNumber, shortRange } from '../site/format.ts';
import { plainValue, SentValue } from '../site/sent-value.tsx';
import { ChartFigure, formatSystems, marksOf } from './chart-figure.tsx';
import { FigureFrame, heightOf, type ViewOf } from './figure-frame.tsx';
import { HistogramFigure } from './histogram-figure.tsx';

/** How many keys of a map are shown: on the page of the source, and on that of the figure. */
const MAX_KEYS = { small: 2, large: 12 };
const NUMBERS = ['mean', 'p5', 'p25', 'median', 'p75', 'p95', 'systems'] as const;
const COLUMNS = ['Mean', '5th percentile', '25th', 'Median', '75th', '95th', 'Systems'];

/** Which numbers systems have: the distribution over time, and in detail on the last day. */
export function StatisticsSection(figure: ViewOf<'statistics'>) {
  const { data, summary, large } = figure;
  const series = data.series(summary.name);
  const keys = keysBySize(series);
  const shown = keys.slice(0, large ? MAX_KEYS.large : MAX_KEYS.small);
  const rest = keys.length - shown.length;
  return (
    <FigureFrame figure={figure} series={series}>
      {shown.map((key, i) => (
        <Distribution figure={figure} series={series} statisticsKey={key} id={`${summary.name}-${i}`} />
      ))}
      {rest > 0 && (
        <p class="quiet">
          {rest} more {large ? 'are in the CSV and JSON' : 'are on the page of the figure'}.
        </p>
      )}
    </FigureFrame>
  );
}

const statisticsOf = (figure: FigureSeries['figures'][number], key: string | null) =>
  figureValue('statistics', figure)?.statistics.find((statistics) => statistics.key === key);

/** Those of most systems first. */
function keysBySize(series: FigureSeries): (string | null)[] {
  const all = figureValue('statistics', newestFigure(series))?.statistics ?? [];
  return all.toSorted((a, b) => (b.systems ?? 0) - (a.systems ?? 0)).map(({ key }) => key);
}

interface DistributionProperties {
  readonly figure: ViewOf<'statistics'>;
  readonly series: FigureSeries;
  readonly statisticsKey: string | null;
  readonly id: string;
}

function Distribution({ figure, series, statisticsKey: key, id }: DistributionProperties) {
  const title = figureTitle(figure.summary) + (key === null ? '' : `, ${plainValue(key)}`);
  const all = series.figures.map((one) => statisticsOf(one, key));
  const values = (name: (typeof NUMBERS)[number]) => all.map((statistics) => statistics?.[name] ?? null);
  const newest = newestFigure(series);
  const now = statisticsOf(newest, key);
  const chart = (
    <LineChart
      id={id}
      title={`${title}: median, and what most systems have`}
      description={now === undefined ? 'Nothing is shown.' : `Newest figures: ${inWords(now)}`}
      height={heightOf(figure)}
      starts={series.timeline.starts}
      bands={[
        { id: 'outer', lower: values('p5'), upper: values('p95') },
        { id: 'inner', lower: values('p25'), upper: values('p75') },
      ]}
      lines={[{ name: 'median', id: 0, values: values('median') }]}
      marks={marksOf(series)}
    />
  );
  return (
    <>
      {key !== null && (
        <h3>
          <SentValue value={key} />
        </h3>
      )}
      <ChartFigure
        id={id}
        chart={chart}
        legend={now && legendOf(now)}
        caption={`${title}: mean, percentiles and how many systems have a number`}
        columns={COLUMNS}
        series={series}
        cells={(i) => {
          const statistics = all[i];
          return statistics && NUMBERS.map((name) => formatSystems(statistics[name]));
        }}
      />
      {now && newest && (
        <Sizes statistics={now} day={formatDay(newest.start)} id={`${id}-now`} title={title} figure={figure} />
      )}
    </>
  );
}

const rangeInWords = (from: number | null, to: number | null) => `${formatSystems(from)} to ${formatSystems(to)}`;

const inWords = ({ median, p25, p75, p5, p95 }: Statistics) =>
  `median ${formatSystems(median)}, middle half ${rangeInWords(p25, p75)}, middle nine tenths ${rangeInWords(p5, p95)}.`;

const legendOf = ({ median, p25, p75, p5, p95 }: Statistics) => [
  { id: 0, name: 'Median: half have no more', value: formatSystems(median) },
  { id: 'inner' as const, name: 'The middle half', value: rangeInWords(p25, p75) },
  { id: 'outer' as const, name: 'The middle nine tenths', value: rangeInWords(p5, p95) },
];

interface SizesProperties {
  readonly statistics: Statistics;
  readonly day: string;
  readonly id: string;
  readonly title: string;
  readonly figure: ViewOf<'statistics'>;
}

function Sizes({ statistics: { histogram, other }, day, id, title, figure }: SizesProperties) {
  const [first] = histogram;
  if (first === undefined) return undefined;
  const most = histogram.reduce((a, b) => (b.systems > a.systems ? b : a), first);
  return (
    <>
      <h3>By size on {day}</h3>
      <HistogramFigure
        id={id}
        title={`${title}: systems by size on ${day}`}
        description={`Most systems, ${formatNumber(most.systems)}, are at ${shortRange(most.from, most.to)}.`}
        height={heightOf(figure) * 0.7}
        what="Size"
        buckets={histogram}
        other={other}
      />
    </>
  );
}
