import type { Definition } from '@heliograph/schema';
import type { UnregisteredPaths } from '../unregistered.ts';
import { formatNumber } from './figure-html.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';

export interface UnregisteredPage {
  readonly definition: Definition;
  readonly paths: UnregisteredPaths | undefined;
}

/** For the owner of a definition: what systems send that it does not allow, by path alone. */
export function unregisteredPage({ definition, paths }: UnregisteredPage): string {
  const { application, telemetry_type, title, owner } = definition;
  return layout(
    `Unregistered fields: ${title}`,
    html`<h1>Fields that are sent and not registered</h1>
<p class="quiet"><a href="/#${application}-${telemetry_type}">${title}</a> · <code>${application}/${telemetry_type}</code></p>
<p>What a definition does not allow is removed from every report before it is stored. Only the place where it stood is kept, never what stood there; in a place, <code>*</code> stands for names that senders choose.</p>
<p>${owner} can register a field, which needs an approval, or have the product stop sending it.</p>
${paths === undefined ? html`<p>Nothing of the kind is published.</p>` : pathsOf(paths, definition.publish.minimum_systems)}`,
  );
}

function pathsOf({ day, systems, of_systems, figures }: UnregisteredPaths, minimum: number): Html {
  if (figures.suppressed)
    return html`<p>On ${day} fewer than ${minimum} systems sent one, so nothing is said about them.</p>`;
  const { values, other } = figures;
  const rows = values.map(({ value, systems: n }) => row(html`<code>${value}</code>`, n));
  return html`<p>On ${day}, ${formatNumber(systems ?? 0)} of ${formatNumber(of_systems ?? 0)} systems sent at least one.</p>
<table><caption>A system counts at each of the places where it sent something. A place is not shown where fewer than ${minimum} systems sent something, or where that could be reckoned from the others.</caption>
<thead><tr><th scope="col">Place</th><th scope="col" class="number">Systems</th></tr></thead>
<tbody>${rows}${other === 0 ? undefined : row(html`any place that is not shown`, other)}</tbody></table>`;
}

function row(place: Html, systems: number): Html {
  return html`<tr><th scope="row">${place}</th><td class="number">${formatNumber(systems)}</td></tr>
`;
}
