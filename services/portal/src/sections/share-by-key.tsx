import { LineChart } from '../charts/line-chart.tsx';
import { figureTitle } from '../definitions/source.ts';
import { figureValue, newestFigure } from '../figures/figure-series.ts';
import { findShare, largestKeys, MAX_VALUES } from '../figures/shares.ts';
import { formatDay, formatNumber, formatPercent, percentage } from '../site/format.ts';
import { plainValue, SentValue, shortValue } from '../site/sent-value.tsx';
import { Table } from '../site/table.tsx';
import { ChartFigure, formatSystems, marksOf } from './chart-figure.tsx';
import { heightOf } from './figure-frame.tsx';
import { ShareHistory, type ShareProperties } from './share-history.tsx';

/** How many keys have a history of their own on the page of the figure: more would be too much to send. */
const MAX_HISTORIES = 12;
/** Of the table there. */
const MAX_KEYS = 300;
const NAMED_VALUES = 3;
/** In the description of a chart. */
const MAX_SPOKEN = 40;

/** Which systems have which of several things, such as plugins, and in which versions. */
export function ShareByKey(properties: ShareProperties) {
  const { figure } = properties;
  return (
    <>
      <Adoption {...properties} />
      <NewestValues {...properties} />
      {figure.large && <Histories {...properties} />}
      <p class="quiet">
        A system counts for each thing that it has, so the parts of {figureTitle(figure.summary)} are more than all
        together.
      </p>
    </>
  );
}

function Adoption({ figure, series }: ShareProperties) {
  const id = `${figure.summary.name}-adoption`;
  const title = figureTitle(figure.summary);
  const keys = largestKeys(series, MAX_VALUES.small);
  const counts = series.figures.map((one) => {
    const shares = figureValue('share', one)?.shares;
    return shares && keys.map((key) => shares.find((share) => share.key === key)?.systems ?? null);
  });
  const part = (n: number | null | undefined, at: number) => {
    const all = series.figures[at]?.of_systems ?? null;
    return n === null || n === undefined || all === null ? null : percentage(n, all);
  };
  const parts = keys.map((_, k) => counts.map((count, at) => part(count?.[k], at)));
  const partsNow = parts.map((values) => {
    const latest = values.findLast((value) => value !== null);
    return latest === undefined ? 'suppressed' : formatPercent(latest ?? 0);
  });
  const spoken = keys.map((key, k) => `${plainValue(key, MAX_SPOKEN)} ${partsNow[k]}`);
  const chart = (
    <LineChart
      id={id}
      title={`${title}: part of all systems that have each`}
      description={`Newest figures: ${spoken.join(', ')}.`}
      height={heightOf(figure)}
      starts={series.timeline.starts}
      lines={keys.map((key, k) => ({ name: shortValue(key), id: k, values: parts[k] ?? [] }))}
      percent
      marks={marksOf(series)}
    />
  );
  return (
    <ChartFigure
      id={id}
      chart={chart}
      legend={keys.map((key, k) => ({ id: k, name: <SentValue value={key} />, value: partsNow[k] }))}
      caption={`${title}: systems that have each`}
      columns={[...keys.map((key) => <SentValue value={key} />), 'All systems']}
      series={series}
      parts
      cells={(i) => counts[i] && [...counts[i], series.figures[i]?.of_systems ?? null].map(formatSystems)}
    />
  );
}

/** The most frequent values of each key in the newest figure. */
function NewestValues({ figure: { large }, series, level }: ShareProperties) {
  const newest = newestFigure(series);
  const all = figureValue('share', newest)?.shares ?? [];
  const shares = all.filter((share) => share.level === level && share.values.length > 0);
  if (newest === undefined || shares.length === 0) return undefined;
  const shown = shares.toSorted((a, b) => b.systems - a.systems).slice(0, large ? MAX_KEYS : MAX_HISTORIES);
  const rows = shown.map(({ key, systems, values, other }) => {
    const part = (n: number) => <b>{formatPercent(percentage(n, systems))}</b>;
    const rest = values.slice(NAMED_VALUES).reduce((sum, { systems: n }) => sum + n, other);
    const frequent = (
      <ul class="inline">
        {values.slice(0, NAMED_VALUES).map(({ value, systems: n }) => (
          <li>
            <SentValue value={value} /> {part(n)}
          </li>
        ))}
        {rest > 0 && <li>others {part(rest)}</li>}
      </ul>
    );
    return [<SentValue value={key ?? ''} />, formatNumber(systems), frequent] as const;
  });
  return (
    <>
      <h3>In which versions, on {formatDay(newest.start)}</h3>
      <Table
        class="series listed"
        label="Versions of each"
        caption={`The most frequent of each${level === null ? '' : `, by ${level}`}; parts of the systems that have it`}
        columns={['Name', 'Systems', 'Most frequent']}
        rows={rows}
      />
    </>
  );
}

function Histories({ figure, series, level }: ShareProperties) {
  const small = { ...figure, large: false };
  const keys = largestKeys(series, MAX_HISTORIES).filter((key) =>
    series.figures.some((one) => (findShare(one, key, level)?.values.length ?? 0) > 0),
  );
  return (
    <div class="pair">
      {keys.map((key, i) => (
        <div>
          <h3>
            <SentValue value={key} />
          </h3>
          <ShareHistory
            figure={small}
            series={series}
            level={level}
            shareKey={key}
            id={`${figure.summary.name}-key-${i}`}
            title={plainValue(key)}
          />
        </div>
      ))}
    </div>
  );
}
