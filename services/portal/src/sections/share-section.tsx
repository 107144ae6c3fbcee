import { figureTitle } from '../definitions/source.ts';
import { type FigureSeries, newestFigure } from '../figures/figure-series.ts';
import { LEVELS, viewQuery } from '../figures/range.ts';
import { chooseLevel, findShare, hasKeys } from '../figures/shares.ts';
import { formatDay, formatNumber, formatPercent, percentage } from '../site/format.ts';
import { SentValue } from '../site/sent-value.tsx';
import { Table } from '../site/table.tsx';
import { FigureFrame, type ViewOf } from './figure-frame.tsx';
import { ShareByKey } from './share-by-key.tsx';
import { ShareHistory } from './share-history.tsx';
import { UpgradeAnswer } from './upgrade-answer.tsx';

/** How many systems have which value: over time, and now. */
export function ShareSection(figure: ViewOf<'share'>) {
  const { data, summary, view, large } = figure;
  const series = data.series(summary.name);
  const level = chooseLevel(summary.levels, view.level);
  const upgrades = data.upgrades(summary.name);
  const shown = { figure, series, level };
  return (
    <FigureFrame figure={figure} series={series}>
      <LevelChoice {...figure} />
      {hasKeys(series) ? (
        <ShareByKey {...shown} />
      ) : (
        <>
          <ShareHistory {...shown} shareKey={null} id={`${summary.name}-share`} title={figureTitle(summary)} />
          {upgrades && <UpgradeAnswer upgrades={upgrades} name={summary.name} />}
          {large && <AllValues series={series} level={level} />}
        </>
      )}
    </FigureFrame>
  );
}

/** How far versions are shortened, as links that keep the rest of the view. */
function LevelChoice({ summary, view }: ViewOf<'share'>) {
  const { levels = [], name } = summary;
  if (levels.length < 2) return undefined;
  const shown = chooseLevel(levels, view.level);
  return (
    <nav class="choice" aria-label={`Versions of ${figureTitle(summary)}`}>
      <span>Versions by</span>
      <ul>
        {LEVELS.filter((level) => levels.includes(level)).map((level) => (
          <li>
            <a href={`${viewQuery({ ...view, level })}#${name}`} aria-current={level === shown && 'true'}>
              {level}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** More would be too much to send; the API has all. */
const MAX_VALUES = 500;

const OTHERS = {
  many: 'All others',
  fewValues: 'All others: values of too few systems to be shown',
  few: 'All others: values of too few systems to be shown, and systems that have none',
} as const;

/** All published values of the newest figure, most frequent first. */
function AllValues({ series, level }: { readonly series: FigureSeries; readonly level: string | null }) {
  const figure = newestFigure(series);
  const share = findShare(figure, null, level);
  if (figure === undefined || share === undefined) return undefined;
  const { values, other, systems, absent } = share;
  const rest = values.slice(MAX_VALUES).reduce((sum, { systems: n }) => sum + n, other);
  const others = OTHERS[values.length > MAX_VALUES ? 'many' : absent === null ? 'few' : 'fewValues'];
  const part = (n: number) => [formatNumber(n), formatPercent(percentage(n, systems))] as const;
  return (
    <>
      <h3>All values on {formatDay(figure.start)}</h3>
      <Table
        class="series"
        label="All values"
        caption={`Systems by value${level === null ? '' : `, versions by ${level}`}`}
        columns={['Value', 'Systems', 'Share']}
        rows={[
          ...values
            .slice(0, MAX_VALUES)
            .map(({ value, systems: n }) => [<SentValue value={value} />, ...part(n)] as const),
          ...(rest === 0 ? [] : [[others, ...part(rest)] as const]),
          ...(absent === null || absent === 0 ? [] : [['Reported without it', formatNumber(absent), ''] as const]),
        ]}
      />
    </>
  );
}
