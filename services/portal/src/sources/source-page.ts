import type { Definition } from '@heliograph/schema';
import { standingLabel } from '../definitions/state-label.ts';
import type { View } from '../figures/range.ts';
import type { SourceData } from '../figures/source-data.ts';
import { upgradesIn } from '../figures/upgrades-in.ts';
import { figureHtml } from '../sections/figure-section.ts';
import { type Html, html } from '../site/html.ts';
import { layout } from '../site/layout.ts';
import type { Site } from '../site/site.ts';
import { sourcePath, titleOf } from '../site/words.ts';
import { aboutFigures } from './about-figures.ts';
import { rangeNav } from './range-nav.ts';

export interface SourcePage {
  readonly site: Site;
  readonly definition: Definition;
  readonly view: View;
  /** Undefined where nothing has been published yet. */
  readonly data: SourceData | undefined;
  readonly nowMs: number;
}

/** All figures of a source. */
export function sourcePage({ site, definition, view, data, nowMs }: SourcePage): string {
  const { title, summaries } = definition;
  const figures = data && summaries.map((summary) => figureHtml({ definition, summary, data, view, large: false }));
  return layout(
    title,
    html`${sourceHeading(definition, nowMs)}
${
  data === undefined
    ? nothingYet()
    : html`${aboutFigures(definition, data, nowMs)}
${rangeNav(sourcePath(definition), view, data)}
${contents(definition, data)}
<div class="figures">
${figures}</div>`
}
${furtherOn(definition)}`,
    {
      site,
      section: '/',
      description: `${title}: versions in use, and how they spread; public figures of many systems.`,
    },
  );
}

function sourceHeading(definition: Definition, nowMs: number): Html {
  const { application, telemetry_type, title, review } = definition;
  return html`<p class="crumbs"><a href="/">Summaries</a></p>
<h1>${title}</h1>
<p class="lead">${review.question}</p>
<p class="quiet"><code>${application}/${telemetry_type}</code>${standingLabel(definition, nowMs)}</p>`;
}

function contents(definition: Definition, data: SourceData): Html | undefined {
  const { summaries } = definition;
  if (summaries.length < 3) return undefined;
  const links = summaries.flatMap((summary) => [
    html`<li><a href="#${summary.name}">${titleOf(summary)}</a></li>`,
    ...(upgradesIn(definition, summary, data) !== undefined
      ? [html`<li><a href="#${summary.name}-upgrades">How fast people upgrade</a></li>`]
      : []),
  ]);
  return html`<nav class="choice" aria-label="Figures of this page"><span>Figures</span><ul>${links}</ul></nav>`;
}

function nothingYet(): Html {
  return html`<p>Nothing has been published yet. A day’s figures appear some time after the day has ended (UTC), once enough systems have reported.</p>`;
}

function furtherOn(definition: Definition): Html {
  const path = sourcePath(definition);
  return html`<section aria-labelledby="more">
<h2 id="more">More about this source</h2>
<ul>
<li><a href="${path}/collected">What is collected, and why</a></li>
<li><a href="${path}/changes">What has changed in that</a></li>
<li><a href="${path}/unregistered">Fields that are sent and not registered</a>, for ${definition.owner}</li>
<li><a href="/your-data">Have the data of a system deleted, or get a copy</a></li>
</ul>
</section>`;
}
