import { renderDocument } from '@heliograph/html';
import type { Definition, PublishedFigure } from '@heliograph/schema';
import { Sparkline } from '../charts/sparkline.tsx';
import { figureTitle, isOf, sourcePath } from '../definitions/source.ts';
import { ExpiryNotice, StateLabel } from '../definitions/state-label.tsx';
import { type Overview, overviewOf } from '../figures/overview.ts';
import { formatCount, formatDay, formatNumber, formatTime, roundPercent } from '../site/format.ts';
import { Layout } from '../site/layout.tsx';
import { Notices } from '../site/notices.tsx';
import { SentValue } from '../site/sent-value.tsx';
import type { Site } from '../site/site.ts';
import type { Extent, Notice } from '../stores/summary-store.ts';

export interface HomePage {
  readonly site: Site;
  readonly definitions: readonly Definition[];
  /** The figures of the last published day of each source. */
  readonly latest: readonly PublishedFigure[];
  /** Those of kind `systems` of the last year's weeks, of all sources. */
  readonly weekly: readonly PublishedFigure[];
  readonly extents: readonly Extent[];
  readonly notices: readonly Notice[];
  readonly nowMs: number;
}

/** What this is, and a card for each source. */
export function homePage(page: HomePage): string {
  const { site, definitions, nowMs } = page;
  return renderDocument(
    <Layout site={site} title={site.title} section="/">
      <h1>What systems say about themselves</h1>
      <p class="lead">
        Which versions are in use? How fast do people upgrade? What is worth improving? Systems send a short report a
        day, unless somebody has switched that off. Here is what they say, counted.
      </p>
      <ul class="facts">
        <li>
          <strong>One system, one vote</strong> Each system counts once a day, however often it reports.
        </li>
        <li>
          <strong>Nobody in particular</strong> A group that is too small is not shown, and no single report ever is.
        </li>
        <li>
          <strong>Nothing hidden</strong> <a href="/collected">Every field that is collected</a> is listed, with its
          reason, and you can <a href="/your-data">delete yours</a>.
        </li>
      </ul>
      <ExpiryNotice definitions={definitions} nowMs={nowMs} />
      {definitions.length === 0 && (
        <p>No source is registered: put an approved definition into the definitions folder.</p>
      )}
      <div class="cards">
        {definitions.map((definition) => (
          <SourceCard {...page} definition={definition} />
        ))}
      </div>
    </Layout>,
  );
}

function SourceCard({
  definition,
  latest,
  weekly,
  extents,
  notices,
  nowMs,
}: HomePage & { readonly definition: Definition }) {
  const { application, telemetry_type, title } = definition;
  const id = `${application}-${telemetry_type}`;
  const path = sourcePath(definition);
  const own = <T extends Notice | Extent | PublishedFigure>(all: readonly T[]) =>
    all.filter((one) => isOf(definition, one));
  const overview = overviewOf(definition, own(latest), own(weekly));
  const [extent] = own(extents);
  const { day } = overview;
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>
        <a href={path}>{title}</a>
      </h2>
      <p class="quiet">
        <code>
          {application}/{telemetry_type}
        </code>
        <StateLabel definition={definition} nowMs={nowMs} />
      </p>
      <Notices notices={own(notices).filter((notice) => isCurrent(notice, day))} />
      {day === null ? <NothingYet /> : <LastDay {...overview} day={day} extent={extent} path={path} />}
      <ul class="links">
        <li>
          <a href={path}>All figures of {title}</a>
        </li>
        <li>
          <a href={`${path}/collected`}>What is collected</a>
        </li>
        <li>
          <a href={`${path}/changes`}>Changes</a>
        </li>
      </ul>
    </section>
  );
}

/** Past notices are on the source's own page. */
const isCurrent = ({ to_day }: Notice, day: string | null) => to_day === null || day === null || to_day >= day;

const NothingYet = () => (
  <>
    <p>
      Nothing has been published yet. A day’s figures appear about an hour after the day has ended (UTC). To see some
      sooner, have a made-up fleet report for past days:
    </p>
    <pre>
      <code>npm run demo</code>
    </pre>
  </>
);

type LastDayProperties = Overview & {
  readonly day: string;
  readonly extent: Extent | undefined;
  readonly path: string;
};

function LastDay({ day, extent, path, ...overview }: LastDayProperties) {
  const { reported, final, weeks } = overview;
  return (
    <>
      {reported === null ? (
        <p>Too few systems reported on {formatDay(day)} to say anything about them.</p>
      ) : (
        <>
          <p class="count">{formatNumber(reported)}</p>
          <p>
            {reported === 1 ? 'system' : 'systems'} reported on {formatDay(day)}.
          </p>
        </>
      )}
      <Sparkline values={weeks} label="Systems in each week" />
      {overview.trend && <Trend {...overview.trend} />}
      {overview.versions && <Versions {...overview.versions} path={path} />}
      <p class="quiet">
        Data up to {formatDay(day)}
        {extent && `, computed ${formatTime(extent.computed_at)}`}.{' '}
        {final ? 'These figures are final.' : 'Late reports may still change these figures.'}
      </p>
    </>
  );
}

function Trend({ now, before, week }: NonNullable<Overview['trend']>) {
  const isAlike = Math.abs(now - before) * 100 < before;
  const change = isAlike
    ? 'about as many as'
    : `${roundPercent(Math.abs(now - before), before)} ${now > before ? 'more' : 'fewer'} than`;
  return (
    <p class="trend">
      {formatCount(now, 'system')} in the week of {formatDay(week)}: {change} four weeks before.
    </p>
  );
}

type VersionsProperties = NonNullable<Overview['versions']> & { readonly path: string };

function Versions({ path, name, title, values, systems: all }: VersionsProperties) {
  return (
    <>
      <h3>
        <a href={`${path}/figures/${name}`}>{figureTitle({ name, title })}</a> most in use
      </h3>
      <ol class="bars">
        {values.map(({ value, systems }) => (
          <li>
            <span>
              <SentValue value={value} />
            </span>{' '}
            <svg aria-hidden="true">
              <rect width={`${((100 * systems) / Math.max(1, all)).toFixed(1)}%`} height="100%" />
            </svg>{' '}
            <b>{roundPercent(systems, all)}</b>
          </li>
        ))}
      </ol>
    </>
  );
}
