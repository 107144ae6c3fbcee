import type { Channel, Definition } from '@heliograph/schema';
import { figureHtml, formatNumber } from './figure-html.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import { freshness, isCollected, summariesOf } from './source.ts';
import type { PublishedSummary } from './summary-store.ts';

const DAY_MS = 86_400_000;

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
${definitions.length === 0 ? html`<p>No source is registered: put an approved definition into the definitions folder.</p>` : undefined}
${definitions.map((definition) => source(definition, summariesOf(definition, latest), nowMs))}`,
  );
}

function source(definition: Definition, latest: readonly PublishedSummary[], nowMs: number): Html {
  const { application, telemetry_type, title, publish } = definition;
  const id = `${application}-${telemetry_type}`;
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
<p class="quiet"><code>${application}/${telemetry_type}</code>${isCollected(definition, nowMs) ? undefined : ' · no longer collected'}</p>
${latest.length === 0 ? nothingYet() : lastDay(latest, publish.minimum_systems)}
${collected(definition)}
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

const QUESTIONS: Readonly<Record<keyof Definition['review'], string>> = {
  question: 'What question does this help to answer?',
  example: 'An example of the data',
  gathering: 'How is it gathered?',
  burden: 'What load does it cause?',
  personal_data: 'Is it personal data, and how is it sanitised?',
  collected_since: 'Collected since',
  visualisation: 'How is it shown?',
};
const SANITISED = { keep: 'kept as sent', hash: 'kept as a keyed hash only', drop: 'not kept' } as const;

function collected({ review, fields, approval, owner, expires, retention, publish }: Definition): Html {
  const answers = (Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[]).map(
    (key) => html`<dt>${QUESTIONS[key]}</dt><dd>${review[key]}</dd>`,
  );
  const rows = Object.entries(fields).map(
    ([pointer, { type, sanitise }]) =>
      html`<tr><th scope="row"><code>${pointer}</code></th><td>${type}</td><td>${SANITISED[sanitise]}</td></tr>
`,
  );
  const approved = approval && `${approval.on}, by ${approval.by.join(', ')} (${approval.reference})`;
  return html`<details><summary>What is collected, and why</summary>
<dl>${answers}
<dt>Single reports are deleted after</dt><dd>${formatNumber(retention / DAY_MS)} days</dd>
<dt>Nothing is said about fewer than</dt><dd>${publish.minimum_systems} systems</dd>
<dt>Collected until</dt><dd>${expires}, unless it is approved again</dd>
<dt>Approved</dt><dd>${approved ?? 'no'}</dd>
<dt>Responsible</dt><dd>${owner}</dd></dl>
<table><caption>Everything that is taken; anything else in a report is removed</caption>
<thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Stored</th></tr></thead><tbody>${rows}</tbody></table>
</details>`;
}

/** 2026-11-21 01:00 UTC */
const utc = (timestamp: string) => `${timestamp.slice(0, 16).replace('T', ' ')} UTC`;
