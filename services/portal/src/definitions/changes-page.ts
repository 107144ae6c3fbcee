import { type Change, type ChangeEffect, compareDefinitions, type Definition } from '@heliograph/schema';
import { type Html, html } from '../site/html.ts';
import { layout, utc } from '../site/layout.ts';
import type { Site } from '../site/site.ts';
import { counted, dayInWords, sourcePath } from '../site/words.ts';
import type { PastDefinition } from '../stores/summary-store.ts';
import { referenceHtml } from './reference.ts';

export interface ChangesPage {
  readonly site: Site;
  readonly definition: Definition;
  /** Newest first. */
  readonly past: readonly PastDefinition[];
}

/** What a change means for those who send and for those who read. */
const EFFECTS: Readonly<Record<ChangeEffect, string>> = {
  compatible: 'compatible',
  extends: 'more than before',
  breaking: 'breaking',
};

/** Which part of a definition a change is of, in words; by the first words of its path. */
const PARTS: Readonly<Record<string, string>> = {
  title: 'Title',
  owner: 'Who answers for it',
  review: 'Answers of the review',
  approval: 'Approval',
  status: 'Status',
  expires: 'Collected until',
  record: 'How a report is read',
  channel: 'Channel',
  fields: 'Fields',
  personal_data_found: 'Where personal data is found',
  dedup: 'Duplicates',
  influx: 'Time series',
  summaries: 'Figures',
  publish: 'Protection of figures',
  erasure: 'After an erasure',
  retention: 'How long single reports are kept',
};

/** What has changed of a definition, when, and by whose approval. */
export function changesPage({ site, definition, past }: ChangesPage): string {
  const path = sourcePath(definition);
  const entries = past.map(({ definition: now, since }, i) => entry(now, past[i + 1]?.definition, since));
  return layout(
    `Changes: ${definition.title}`,
    html`<p class="crumbs"><a href="/collected">What is collected</a> › <a href="${path}/collected">${definition.title}</a></p>
<h1>What has changed, and when</h1>
<p>Every version of the definition that has been in force here, newest first. A <strong>breaking</strong> change takes back what people were told or what readers rely on; where it says <strong>more than before</strong>, more is taken, kept or shown. Both need a new approval.</p>
${
  past.length === 0
    ? html`<p>Nothing is recorded yet: the log begins when the first figures are counted.</p>`
    : html`<ol class="log">
${entries}</ol>`
}`,
    { site, section: '/collected' },
  );
}

function entry(now: Definition, before: Definition | undefined, since: string): Html {
  const { approval, schema_version } = now;
  const approved =
    approval === undefined
      ? html`Not approved.`
      : html`Approved on ${dayInWords(approval.on)} by ${approval.by.join(', ')}: ${referenceHtml(approval.reference)}`;
  return html`<li><p><time datetime="${since}">${utc(since)}</time> · version ${schema_version}</p>
${before === undefined ? first(now) : changes(compareDefinitions(before, now))}
<p class="quiet">${approved}</p></li>
`;
}

function first({ fields, summaries }: Definition): Html {
  return html`<p>The first that is recorded: ${counted(Object.keys(fields).length, 'field')}, ${counted(summaries.length, 'figure')}.</p>`;
}

function changes(all: readonly Change[]): Html {
  if (all.length === 0) return html`<p>Other words only: nothing that is taken, kept or shown has changed.</p>`;
  const items = all.map(
    ({ path, effect, message }) =>
      html`<li>${PARTS[String(path[0])] ?? String(path[0])}: ${message}${effect === 'compatible' ? undefined : html` <span class="label">${EFFECTS[effect]}</span>`}</li>
`,
  );
  return html`<ul>
${items}</ul>`;
}
