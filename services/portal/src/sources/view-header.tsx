import type { Content } from '@heliograph/html';
import { type Definition, utcDay } from '@heliograph/schema';
import { daysBetween, neighbours, RANGES, type Range, type View, viewQuery } from '../figures/range.ts';
import type { SourceData } from '../figures/source-data.ts';
import { formatCount, formatDay, formatNumber, formatTime } from '../site/format.ts';
import { Notices } from '../site/notices.tsx';

/** A day is published within hours of its end: older data have stopped. */
const FRESH_DAYS = 2;

export interface ViewHeaderProperties {
  readonly definition: Definition;
  readonly data: SourceData;
  readonly view: View;
  /** Of the page. */
  readonly path: string;
  readonly nowMs: number;
}

/** What a reader should know before any figure, and the choice of the days that are shown. */
export function ViewHeader({ definition: { publish }, data, view, path, nowMs }: ViewHeaderProperties) {
  const { minimum_systems, round_to } = publish;
  const { extent, notices } = data;
  const age = daysBetween(extent.to, utcDay(nowMs));
  return (
    <>
      <Notices notices={notices} />
      <p class="fresh">
        Data up to {formatDay(extent.to)}
        {age > FRESH_DAYS && [' ', <strong class="label">{formatCount(age, 'day')} ago</strong>]}, computed{' '}
        {formatTime(extent.computed_at)}; from {formatDay(extent.from)} on.
      </p>
      <p class="quiet">
        One system, one vote: its last report of the day.{' '}
        {minimum_systems > 1 && `Nothing is said about groups of fewer than ${formatNumber(minimum_systems)} systems. `}
        {round_to > 1 && `Numbers of systems are rounded to multiples of ${formatNumber(round_to)}.`}
      </p>
      <RangeChoice path={path} view={view} {...data} />
    </>
  );
}

const NAMES: Readonly<Record<Range, string>> = {
  week: 'Week',
  month: 'Month',
  quarter: 'Quarter',
  year: 'Year',
  all: 'All',
};

type RangeChoiceProperties = Pick<ViewHeaderProperties, 'path' | 'view'> & Pick<SourceData, 'window' | 'extent'>;

/** The days that are shown, and links to others; each keeps the rest of the view. */
function RangeChoice({ path, view, window, extent }: RangeChoiceProperties) {
  const { earlier, later } = neighbours(view, window, extent);
  const link = (to: View, text: Content, attributes: { 'aria-current'?: 'true' | false; rel?: string } = {}) => (
    <li>
      <a href={`${path}${viewQuery(to)}`} {...attributes}>
        {text}
      </a>
    </li>
  );
  return (
    <nav class="choice range" aria-label="Range">
      <span>Range</span>
      <ul>
        {RANGES.map((range) =>
          link({ ...view, range }, NAMES[range], { 'aria-current': range === view.range && 'true' }),
        )}
      </ul>
      <ul>
        {earlier && link(earlier, 'Earlier', { rel: 'prev' })}
        {later && link(later, 'Later', { rel: 'next' })}
        {view.to !== undefined && link({ ...view, to: undefined }, 'Newest')}
      </ul>
      <span class="quiet">
        {formatDay(window.from)} to {formatDay(window.to)}
      </span>
    </nav>
  );
}
