import type { Definition, Period, Summary } from '@heliograph/schema';
import { addDays, laterOf, type View, viewQuery } from '../figures/range.ts';
import type { SourceData } from '../figures/source-data.ts';
import { newest, type Track } from '../figures/timeline.ts';
import { type Html, html } from '../site/html.ts';
import { dayInWords, formatNumber, sourcePath, titleOf } from '../site/words.ts';

/** A figure to be shown: `large` where it has a page of its own. */
export interface FigureView<S extends Summary = Summary> {
  readonly definition: Definition;
  readonly summary: S;
  readonly data: SourceData;
  readonly view: View;
  readonly large: boolean;
}

export const heightOf = ({ large }: { readonly large: boolean }): number => (large ? 320 : 190);

export const figurePath = (definition: Definition, name: string) => `${sourcePath(definition)}/figures/${name}`;

/** Of the one section of a figure's own page. */
const HEADINGS: Readonly<Record<Summary['kind'], string>> = {
  systems: 'Over time',
  share: 'Over time',
  statistics: 'Over time',
  age: 'On the last day',
  cross: 'On the last day',
};

/** A figure with its heading, of how many systems it is, and the ways to its numbers. */
export function figureFrame(figure: FigureView, track: Track, body: Html): Html {
  const { definition, summary, view, large } = figure;
  const title = titleOf(summary);
  const path = `${figurePath(definition, summary.name)}${viewQuery(view)}`;
  const heading = large
    ? html`<h2 id="${summary.name}">${HEADINGS[summary.kind]}</h2>`
    : html`<h2 id="${summary.name}"><a href="${path}">${title}</a></h2>`;
  return html`<section class="${large || isWide(definition, summary) ? 'figure whole' : 'figure'}" aria-labelledby="${summary.name}">
${heading}
${coverage(figure, track)}
${body}
<p class="links">${large ? undefined : html`<a href="${path}">Larger, with all of its numbers<span class="unseen">: ${title}</span></a> `}${downloads(figure)}</p>
</section>
`;
}

/** Figures that are simple are small multiples, side by side where there is room. */
function isWide({ fields }: Definition, summary: Summary): boolean {
  switch (summary.kind) {
    case 'systems':
    case 'cross':
      return true;
    case 'share':
      return fields[summary.field]?.type === 'version' || summary.field.includes('*');
    case 'statistics':
    case 'age':
      return false;
    default:
      return summary satisfies never;
  }
}

/** How many systems the newest figure speaks of, of how many. */
function coverage({ definition, summary }: FigureView, track: Track): Html {
  const figure = newest(track);
  if (figure === undefined) return nothingSaid(definition, track);
  const { systems, of_systems, start } = figure;
  if (systems === null || of_systems === null)
    return html`<p class="quiet coverage">On ${dayInWords(start)}; of how many systems is not said, because too few have it, or too few have it not.</p>`;
  const words = WHAT[summary.kind](formatNumber(systems), formatNumber(of_systems));
  return html`<p class="quiet coverage">${words} on ${dayInWords(start)}.</p>`;
}

const WHAT: Readonly<Record<Summary['kind'], (some: string, all: string) => string>> = {
  systems: (some) => `${some} systems reported`,
  share: (some, all) => `${some} of ${all} systems have sent this`,
  statistics: (some, all) => `${some} of ${all} systems have sent this`,
  age: (some, all) => `${some} of ${all} systems`,
  cross: (some, all) => `${some} of ${all} systems have sent both`,
};

function nothingSaid({ publish }: Definition, { figures }: Track): Html {
  if (figures.every((figure) => figure === undefined))
    return html`<p class="quiet coverage">Nothing has been published of this in this range.</p>`;
  return html`<p class="quiet coverage">Too few systems have sent this in this range: nothing is said about groups of fewer than ${publish.minimum_systems}.</p>`;
}

/** How many days of one figure the API gives at once. */
const MOST_DAYS = 3660;

/** The numbers of the whole range, also where a chart shows only some of its days. */
function downloads({ definition, summary, data }: FigureView): Html {
  const { application, telemetry_type } = definition;
  const { from, to, active, moves } = data.window;
  const first = laterOf(from, addDays(to, 1 - MOST_DAYS));
  const periods = summary.kind === 'systems' ? [...new Set<Period>(['day', active, moves])] : ['day' as const];
  const links = periods.map((period) => {
    const shown = { application, telemetry_type, name: summary.name, period, from: first, to };
    const query = new URLSearchParams(shown).toString();
    const of = html`<span class="unseen"> of ${titleOf(summary)}</span>${periods.length > 1 ? ` by ${period}` : ''}`;
    return html` <a href="/api/v1/summaries.csv?${query}" download>CSV${of}</a> <a href="/api/v1/summaries?${query}">JSON${of}</a>`;
  });
  return html`${links}`;
}
