import type { Definition, Summary } from '@heliograph/schema';
import { type View, viewQuery } from '../figures/range.ts';
import type { SourceData } from '../figures/source-data.ts';
import { figurePath } from '../sections/figure-frame.ts';
import { figureHtml } from '../sections/figure-section.ts';
import { html } from '../site/html.ts';
import { layout } from '../site/layout.ts';
import type { Site } from '../site/site.ts';
import { sourcePath, titleOf } from '../site/words.ts';
import { aboutFigures } from './about-figures.ts';
import { rangeNav } from './range-nav.ts';

export interface FigurePage {
  readonly site: Site;
  readonly definition: Definition;
  readonly summary: Summary;
  readonly view: View;
  /** Undefined where nothing has been published yet. */
  readonly data: SourceData | undefined;
  readonly nowMs: number;
}

/** One figure, large, with all that is published of it in the range. */
export function figurePage({ site, definition, summary, view, data, nowMs }: FigurePage): string {
  const title = titleOf(summary);
  return layout(
    `${title}: ${definition.title}`,
    html`<p class="crumbs"><a href="/">Summaries</a> › <a href="${sourcePath(definition)}${viewQuery(view)}">${definition.title}</a></p>
<h1>${title}</h1>
<p class="lead">${WHAT[summary.kind]}</p>
${
  data === undefined
    ? html`<p>Nothing has been published yet.</p>`
    : html`${aboutFigures(definition, data, nowMs)}
${rangeNav(figurePath(definition, summary.name), view, data)}
${figureHtml({ definition, summary, data, view, large: true })}`
}`,
    { site, section: '/', description: `${title}, over time: ${definition.title}.` },
  );
}

const WHAT: Readonly<Record<Summary['kind'], string>> = {
  systems: 'How many systems reported, and how many came, came back and went.',
  share: 'How many systems have which value.',
  statistics: 'Which numbers systems have.',
  age: 'For how many days the systems of a day have been reporting.',
  cross: 'How many systems have which two values together.',
};
