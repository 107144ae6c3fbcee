import type { Definition, PublishedFigure } from '@heliograph/schema';
import { sparkline } from '../charts/sparkline.ts';
import { figuresOf, isOf } from '../definitions/source.ts';
import { expiryNotice, standingLabel } from '../definitions/state-label.ts';
import { type Overview, overviewOf } from '../figures/overview.ts';
import { type Html, html } from '../site/html.ts';
import { layout, utc } from '../site/layout.ts';
import { noticesHtml } from '../site/notices.ts';
import { valueHtml } from '../site/sent-value.ts';
import type { Site } from '../site/site.ts';
import { counted, dayInWords, formatNumber, percentOf, sourcePath, titleOf } from '../site/words.ts';
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
  return layout(
    site.title,
    html`<h1>What systems say about themselves</h1>
<p class="lead">Which versions are in use? How fast do people upgrade? What is worth improving? Systems send a short report a day, unless somebody has switched that off. Here is what they say, counted.</p>
<ul class="facts">
<li><strong>One system, one vote</strong> Each system counts once a day, however often it reports.</li>
<li><strong>Nobody in particular</strong> A group that is too small is not shown, and no single report ever is.</li>
<li><strong>Nothing hidden</strong> <a href="/collected">Every field that is collected</a> is listed, with its reason, and you can <a href="/your-data">delete yours</a>.</li>
</ul>
${expiryNotice(definitions, nowMs)}
${definitions.length === 0 ? html`<p>No source is registered: put an approved definition into the definitions folder.</p>` : undefined}
<div class="cards">
${definitions.map((definition) => card(definition, page))}</div>`,
    { site, section: '/' },
  );
}

function card(definition: Definition, { latest, weekly, extents, notices, nowMs }: HomePage): Html {
  const { application, telemetry_type, title } = definition;
  const id = `${application}-${telemetry_type}`;
  const path = sourcePath(definition);
  const overview = overviewOf(
    definition,
    figuresOf(definition, latest),
    weekly.filter((figure) => isOf(definition, figure)),
  );
  const extent = extents.find((one) => isOf(definition, one));
  return html`<section class="card" aria-labelledby="${id}">
<h2 id="${id}"><a href="${path}">${title}</a></h2>
<p class="quiet"><code>${application}/${telemetry_type}</code>${standingLabel(definition, nowMs)}</p>
${noticesHtml(notices.filter((notice) => isOf(definition, notice) && isStillSo(notice, overview.day)))}
${overview.day === null ? nothingYet() : lastDay(overview, overview.day, extent, path)}
<ul class="links">
<li><a href="${path}">All figures of ${title}</a></li>
<li><a href="${path}/collected">What is collected</a></li>
<li><a href="${path}/changes">Changes</a></li>
</ul>
</section>
`;
}

/** What was so some time ago stands on the source's own page. */
const isStillSo = ({ to_day }: Notice, day: string | null) => to_day === null || day === null || to_day >= day;

function nothingYet(): Html {
  return html`<p>Nothing has been published yet. A day’s figures appear about an hour after the day has ended (UTC). To see some sooner, have a made-up fleet report for past days:</p>
<pre><code>npm run demo</code></pre>`;
}

function lastDay(overview: Overview, day: string, extent: Extent | undefined, path: string): Html {
  const { reported, final, weeks } = overview;
  return html`${
    reported === null
      ? html`<p>Too few systems reported on ${dayInWords(day)} to say anything about them.</p>`
      : html`<p class="count">${formatNumber(reported)}</p>
<p>${reported === 1 ? 'system' : 'systems'} reported on ${dayInWords(day)}.</p>`
  }
${sparkline(weeks, 'Systems in each week')}
${trend(overview)}
${versions(overview, path)}
<p class="quiet">Data up to ${dayInWords(day)}${extent === undefined ? '' : `, computed ${utc(extent.computed_at)}`}. ${final ? 'These figures are final.' : 'Late reports may still change these figures.'}</p>`;
}

function trend({ trend }: Overview): Html | undefined {
  if (trend === null) return undefined;
  const { now, before, week } = trend;
  const isAlike = Math.abs(now - before) * 100 < before;
  const change = isAlike
    ? 'about as many as'
    : `${percentOf(Math.abs(now - before), before)} ${now > before ? 'more' : 'fewer'} than`;
  return html`<p class="trend">${counted(now, 'system')} in the week of ${dayInWords(week)}: ${change} four weeks before.</p>`;
}

function versions({ versions }: Overview, path: string): Html | undefined {
  if (versions === null) return undefined;
  const rows = versions.values.map(
    ({
      value,
      systems,
    }) => html`<li><span>${valueHtml(value)}</span> <svg aria-hidden="true"><rect width="${((100 * systems) / Math.max(1, versions.systems)).toFixed(1)}%" height="100%"/></svg> <b>${percentOf(systems, versions.systems)}</b></li>
`,
  );
  return html`<h3><a href="${path}/figures/${versions.name}">${titleOf(versions)}</a> most in use</h3>
<ol class="bars">
${rows}</ol>`;
}
