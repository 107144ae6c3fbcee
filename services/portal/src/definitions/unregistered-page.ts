import type { Definition, PublishedFigure } from '@heliograph/schema';
import { type Html, html } from '../site/html.ts';
import { layout } from '../site/layout.ts';
import type { Site } from '../site/site.ts';
import { dayInWords, formatNumber, sourcePath } from '../site/words.ts';

type UnregisteredPaths = Extract<PublishedFigure, { kind: 'unregistered' }>;

export interface UnregisteredPage {
  readonly site: Site;
  readonly definition: Definition;
  /** Of the last published day. */
  readonly figure: UnregisteredPaths | undefined;
}

/** For the owner of a definition: what systems send that it does not allow, by path alone. */
export function unregisteredPage({ site, definition, figure }: UnregisteredPage): string {
  const { title, owner } = definition;
  return layout(
    `Unregistered fields: ${title}`,
    html`<p class="crumbs"><a href="/collected">What is collected</a> › <a href="${sourcePath(definition)}/collected">${title}</a></p>
<h1>Fields that are sent and not registered</h1>
<p>What a definition does not allow is removed from every report before it is stored. Only the place where it stood is kept, never what stood there; in a place, <code>*</code> stands for names that senders choose.</p>
<p>${owner} can register a field, which needs an approval, or have the product stop sending it.</p>
${figure === undefined ? html`<p>Nothing of the kind is published.</p>` : pathsOf(figure)}`,
    { site, section: '/collected' },
  );
}

function pathsOf({ start, systems, of_systems, figures }: UnregisteredPaths): Html {
  if (figures.suppressed)
    return html`<p>On ${dayInWords(start)} too few systems sent one to say anything about them.</p>`;
  const { values, other } = figures;
  const rows = values.map(({ value, systems: n }) => row(html`<code>${value}</code>`, n));
  return html`<p>${ofHowMany(start, systems, of_systems)}</p>
<table><caption>A system counts at each of the places where it sent something. A place is not shown where too few systems sent something, or where that could be reckoned from the others.</caption>
<thead><tr><th scope="col">Place</th><th scope="col" class="number">Systems</th></tr></thead>
<tbody>${rows}${other === null || other === 0 ? undefined : row(html`any place that is not shown`, other)}</tbody></table>`;
}

function ofHowMany(day: string, systems: number | null, all: number | null): string {
  if (systems === null || all === null)
    return `On ${dayInWords(day)} systems sent one. How many is told of each place alone: in all, it could tell of too few.`;
  return `On ${dayInWords(day)}, ${formatNumber(systems)} of ${formatNumber(all)} systems sent at least one.`;
}

function row(place: Html, systems: number): Html {
  return html`<tr><th scope="row">${place}</th><td class="number">${formatNumber(systems)}</td></tr>
`;
}
