import { type Definition, daysUntil } from '@heliograph/schema';
import { type Html, html } from '../site/html.ts';
import { sourcePath } from '../site/words.ts';
import { type Standing, standingOf } from './definition-state.ts';

/** The word behind a source's name; nothing where it is in force and nobody has to do anything. */
export function standingLabel(definition: Definition, nowMs: number): Html | undefined {
  const words = LABELS[standingOf(definition, nowMs)](definition, nowMs);
  return words === undefined ? undefined : html` <strong class="label">${words}</strong>`;
}

const LABELS: Readonly<Record<Standing, (definition: Definition, nowMs: number) => string | undefined>> = {
  in_force: () => undefined,
  draft: () => 'draft, not approved',
  retired: () => 'no longer collected',
  expired: ({ expires }) => `no longer collected: expired on ${expires}`,
  expires_soon: ({ expires }, nowMs) => `expires ${inDays(daysUntil(expires, nowMs))}`,
};

/** Whatever needs somebody who approves it anew, at the top of the page; nothing where there is none. */
export function expiryNotice(definitions: readonly Definition[], nowMs: number): Html | undefined {
  const due = definitions.filter((definition) => ['expires_soon', 'expired'].includes(standingOf(definition, nowMs)));
  if (due.length === 0) return undefined;
  const items = due.map((definition) => {
    const { expires, owner } = definition;
    const what = standingOf(definition, nowMs) === 'expired' ? 'has expired and takes no reports' : 'expires soon';
    return html`<li><a href="${sourcePath(definition)}/collected">${definition.title}</a> ${what} (${expires}). To go on, ${owner} has to have it approved again.</li>
`;
  });
  return html`<aside class="notice" aria-label="Definitions that run out"><ul>
${items}</ul></aside>`;
}

const inDays = (days: number) => (days === 1 ? 'within a day' : `in ${days} days`);
