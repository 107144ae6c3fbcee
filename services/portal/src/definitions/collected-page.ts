import type { Definition } from '@heliograph/schema';
import { type Html, html } from '../site/html.ts';
import { layout } from '../site/layout.ts';
import type { Site } from '../site/site.ts';
import { counted, dayInWords, sourcePath } from '../site/words.ts';
import { fieldTable, figureTable, reviewHtml, rulesHtml } from './collected-tables.ts';
import { standingLabel } from './state-label.ts';

export interface CollectedPage {
  readonly site: Site;
  readonly definition: Definition;
  /** YYYY-MM-DD: the first day that has figures; undefined where there is none. */
  readonly since: string | undefined;
  readonly nowMs: number;
}

/** One definition for everyone: why, what, how, who let it, for how long, and how to get out of it. */
export function collectedPage({ site, definition, since, nowMs }: CollectedPage): string {
  const { application, telemetry_type, title } = definition;
  const path = sourcePath(definition);
  return layout(
    `What is collected: ${title}`,
    html`<p class="crumbs"><a href="/collected">What is collected</a> › <code>${application}/${telemetry_type}</code></p>
<h1>${title}: what is collected, and why</h1>
<p class="quiet">${standingLabel(definition, nowMs)} <a href="#why">Why</a> · <a href="#figures">Figures</a> · <a href="#fields">Fields</a> · <a href="#rules">Rules</a> · <a href="#opt-out">Opting out</a> · <a href="${path}/changes">Changes</a> · <a href="${path}">The figures themselves</a></p>
<h2 id="why">Why it is collected</h2>
${reviewHtml(definition)}
${since === undefined ? undefined : html`<p class="quiet">The first day that has figures here is ${dayInWords(since)}.</p>`}
<h2 id="figures">What is published</h2>
${figureTable(definition)}
<h2 id="fields">What is taken of a report</h2>
${fieldTable(definition)}
<p class="quiet">What products send although it is not listed is counted by its place alone: <a href="${path}/unregistered">fields that are sent and not registered</a>.</p>
<h2 id="rules">By which rules</h2>
${rulesHtml(definition)}
<p>What has changed since when is in the <a href="${path}/changes">log of changes</a>.</p>
<h2 id="opt-out">How to opt out, copy and delete</h2>
${optOut(definition)}
<p>What has been sent before can be handed out or deleted at any time, without asking anybody: <a href="/your-data">Your data</a>.</p>`,
    {
      site,
      section: '/collected',
      description: `${title}: every field that is collected, why, and how it is protected.`,
    },
  );
}

function optOut({ review, owner }: Definition): Html {
  if (review.opt_out !== undefined) return html`<p>${review.opt_out}.</p>`;
  return html`<p>Telemetry is switched off in the product that sends it; its documentation says how. If it does not, ${owner} answers for it. A product that does not send is not counted, and this site cannot switch it on.</p>`;
}

/** The definitions, one after the other. */
export function collectedIndexPage({
  site,
  definitions,
  nowMs,
}: {
  readonly site: Site;
  readonly definitions: readonly Definition[];
  readonly nowMs: number;
}): string {
  return layout(
    'What is collected',
    html`<h1>What is collected</h1>
<p class="lead">Nothing is collected without a definition: a public document that lists every field, says what it is for, and was approved by somebody. What is not listed is removed before it is stored.</p>
${definitions.length === 0 ? html`<p>No source is registered, so nothing is collected.</p>` : undefined}
<div class="cards">
${definitions.map((definition) => summary(definition, nowMs))}</div>
<h2 id="opt-out">How to opt out</h2>
<p>A product that does not send is not counted: telemetry is switched off in the product itself.</p>
<dl>
${definitions.map(
  (definition) => html`<dt>${definition.title}</dt><dd>${optOut(definition)}</dd>
`,
)}</dl>
<p>What has been sent before can be <a href="/your-data">handed out or deleted</a> at any time.</p>`,
    {
      site,
      section: '/collected',
      description: 'Every field that is collected, why, by whose approval, and how to opt out.',
    },
  );
}

function summary(definition: Definition, nowMs: number): Html {
  const { application, telemetry_type, title, review, fields, approval, expires } = definition;
  const id = `${application}-${telemetry_type}`;
  return html`<section class="card" aria-labelledby="${id}">
<h2 id="${id}"><a href="${sourcePath(definition)}/collected">${title}</a></h2>
<p class="quiet"><code>${application}/${telemetry_type}</code>${standingLabel(definition, nowMs)}</p>
<p>${review.question}</p>
<p class="quiet">${counted(Object.keys(fields).length, 'field')}. ${approval === undefined ? 'Not approved' : `Approved on ${dayInWords(approval.on)}`}, until ${dayInWords(expires)}.</p>
</section>
`;
}
