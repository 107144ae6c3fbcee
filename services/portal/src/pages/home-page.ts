import type { Channel, Definition } from '@heliograph/schema';
import { freshness, summariesOf } from '../source.ts';
import type { PublishedSummary } from '../summary-store.ts';
import { figureHtml, formatNumber } from './figure-html.ts';
import { type Html, html } from './html.ts';
import { layout, utc } from './layout.ts';
import { expiryNotice, standingLabel } from './standing-html.ts';
import { whatIsCollected } from './what-is-collected.ts';

export interface HomePage {
  readonly channel: Channel;
  readonly definitions: readonly Definition[];
  /** The summaries of the last published day of each source. */
  readonly latest: readonly PublishedSummary[];
  readonly nowMs: number;
}

/** The one page: what each source reported last, what is collected of it and why. */
export function homePage({ channel, definitions, latest, nowMs }: HomePage): string {
  return layout(
    'Telemetry summaries',
    html`<h1>Telemetry summaries</h1>
<p>What systems report about themselves, counted once a day: one system, one vote. Only complete UTC days are shown, and nothing about fewer systems than each source’s minimum.</p>
<p class="quiet">Reports of the ${channel} channel. Also as JSON: <a href="/api/v1/sources">sources</a>.</p>
${expiryNotice(definitions, nowMs)}
${definitions.length === 0 ? html`<p>No source is registered: put an approved definition into the definitions folder.</p>` : undefined}
${definitions.map((definition) => source(definition, summariesOf(definition, latest), nowMs))}`,
  );
}

function source(definition: Definition, latest: readonly PublishedSummary[], nowMs: number): Html {
  const { application, telemetry_type, title, publish } = definition;
  const id = `${application}-${telemetry_type}`;
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
<p class="quiet"><code>${application}/${telemetry_type}</code>${standingLabel(definition, nowMs)}</p>
${latest.length === 0 ? nothingYet() : lastDay(latest, publish.minimum_systems)}
${whatIsCollected(definition)}
<p class="quiet"><a href="/sources/${application}/${telemetry_type}/unregistered">Fields that are sent and not registered</a>, for ${definition.owner}</p>
</section>
`;
}

function nothingYet(): Html {
  return html`<p>Nothing has been published yet. A day’s summary appears about an hour after the day has ended (UTC). To see one sooner, have a made-up fleet report for past days:</p>
<pre><code>npm run demo</code></pre>`;
}

function lastDay(latest: readonly PublishedSummary[], minimum: number): Html {
  const { data_up_to: day, computed_at } = freshness(latest);
  const reported = latest.find(({ of_systems }) => of_systems !== null)?.of_systems;
  const final = latest.every((summary) => summary.final);
  return html`
${
  reported === undefined || reported === null
    ? html`<p>Fewer than ${minimum} systems reported on ${day ?? ''}, so nothing is said about them.</p>`
    : html`<p class="count">${formatNumber(reported)} systems</p><p>reported on ${day ?? ''}.</p>`
}
<p class="quiet">Data up to ${day ?? ''}, computed ${utc(computed_at ?? '')}. ${final ? 'These figures are final.' : 'Late reports may still change these figures.'}</p>
${latest.map((summary) => figureHtml(summary, minimum))}`;
}
