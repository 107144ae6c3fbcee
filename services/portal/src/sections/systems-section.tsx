import type { Period } from '@heliograph/schema';
import { ChurnChart } from '../charts/columns.tsx';
import { LineChart } from '../charts/line-chart.tsx';
import { type FigureSeries, figureValue } from '../figures/figure-series.ts';
import { formatNumber } from '../site/format.ts';
import { ChartFigure, formatSystems, marksOf } from './chart-figure.tsx';
import { FigureFrame, heightOf, type ViewOf } from './figure-frame.tsx';

const EVERY: Readonly<Record<Period, string>> = { day: 'each day', week: 'each week', month: 'each month' };

interface PartProperties {
  readonly figure: ViewOf<'systems'>;
  readonly series: FigureSeries;
}

/** How many systems reported, and how many were new, came back or lapsed. */
export function SystemsSection(figure: ViewOf<'systems'>) {
  const { data, summary } = figure;
  return (
    <FigureFrame figure={figure} series={data.series(summary.name)}>
      <div class="pair">
        <div>
          <ActiveSystems figure={figure} series={data.series(summary.name, 'active')} />
        </div>
        <div>
          <Churn figure={figure} series={data.series(summary.name, 'churn')} />
        </div>
      </div>
    </FigureFrame>
  );
}

function ActiveSystems({ figure, series }: PartProperties) {
  const id = `${figure.summary.name}-active`;
  const counts = series.figures.map((one) => figureValue('systems', one));
  const { starts, period } = series.timeline;
  const hasPersistent = counts.some((count) => count !== undefined && count.persistent !== null);
  const active = { name: 'reported', id: 0, values: counts.map((count) => count?.active ?? null) };
  const persistent = { name: 'on 2 days', id: 1, values: counts.map((count) => count?.persistent ?? null) };
  const title = `Systems that reported ${EVERY[period]}`;
  const last = counts.findLast((count) => count !== undefined);
  const legend = [
    { id: 0, name: 'Reported at all', value: last && formatNumber(last.active) },
    { id: 1, name: 'Reported on two days or more', value: last && formatSystems(last.persistent) },
  ];
  const chart = (
    <LineChart
      id={id}
      title={title}
      description={describeLine(series, active.values)}
      height={heightOf(figure)}
      starts={starts}
      lines={hasPersistent ? [active, persistent] : [active]}
      marks={marksOf(series)}
    />
  );
  return (
    <>
      <h3>{title}</h3>
      <ChartFigure
        id={id}
        chart={chart}
        legend={hasPersistent ? legend : undefined}
        caption={title}
        columns={hasPersistent ? ['Systems', 'On two days or more'] : ['Systems']}
        series={series}
        cells={(i) => {
          const count = counts[i];
          return count && [formatNumber(count.active), ...(hasPersistent ? [formatSystems(count.persistent)] : [])];
        }}
      />
    </>
  );
}

/** What a reader sees at a glance. */
function describeLine({ timeline: { starts } }: FigureSeries, values: readonly (number | null)[]): string {
  const known = values.flatMap((value, i) => (value === null ? [] : [{ value, start: starts[i] ?? '' }]));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return 'Nothing is shown.';
  const most = known.reduce((a, b) => (b.value > a.value ? b : a));
  const on = ({ value, start }: typeof first) => `${formatNumber(value)} on ${start}`;
  return `${on(first)}, ${on(last)}; at most ${formatNumber(most.value)}, on ${most.start}.`;
}

function Churn({ figure, series }: PartProperties) {
  const id = `${figure.summary.name}-churn`;
  const { starts, period } = series.timeline;
  const counts = series.figures.map((one) => figureValue('systems', one));
  const values = (of: 'new' | 'returning' | 'gone') => counts.map((count) => count?.[of] ?? null);
  const title = `New, returning and lapsed systems ${EVERY[period]}`;
  const last = counts.findLast((count) => count !== undefined);
  const now = last && {
    new: formatSystems(last.new),
    returning: formatSystems(last.returning),
    gone: formatSystems(last.gone),
  };
  const chart = (
    <ChurnChart
      id={id}
      title={title}
      description={
        now
          ? `In the last ${period}: ${now.new} new, ${now.returning} returning, ${now.gone} lapsed.`
          : 'Nothing is shown.'
      }
      height={heightOf(figure)}
      starts={starts}
      up={[
        { id: 2, values: values('new') },
        { id: 0, values: values('returning') },
      ]}
      down={{ id: 3, values: values('gone') }}
      marks={marksOf(series)}
    />
  );
  return (
    <>
      <h3>{title}</h3>
      <ChartFigure
        id={id}
        chart={chart}
        legend={[
          { id: 2, name: 'New: never seen before', value: now?.new },
          {
            id: 0,
            name: `Returning: seen before, not in the ${period} before`,
            value: now?.returning,
          },
          { id: 3, name: `Lapsed: seen in the ${period} before, not in this one`, value: now?.gone },
        ]}
        caption={title}
        columns={['New', 'Returning', 'Continuing', 'Lapsed']}
        series={series}
        cells={(i) => {
          const count = counts[i];
          return count && [count.new, count.returning, count.continuing, count.gone].map(formatSystems);
        }}
      />
    </>
  );
}
