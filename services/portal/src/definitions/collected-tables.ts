import type { Definition } from '@heliograph/schema';
import { type Html, html } from '../site/html.ts';
import { wideTable } from '../site/table.ts';
import { counted, dayInWords, sourcePath, titleOf } from '../site/words.ts';
import { fieldInWords } from './field-words.ts';
import { fieldsOf, figureInWords } from './figure-words.ts';
import { referenceHtml } from './reference.ts';
import { storedAs } from './storage-description.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The review's questions but how to opt out, which is answered for itself. */
const QUESTIONS: Readonly<Record<Exclude<keyof Definition['review'], 'opt_out'>, string>> = {
  question: 'What question does this help to answer?',
  example: 'An example of the data',
  gathering: 'How is it gathered?',
  burden: 'What load does it cause?',
  personal_data: 'Is it personal data, and how is it sanitised?',
  collected_since: 'Collected since version',
  visualisation: 'How is it shown?',
};

/** The answers of a definition's review. */
export function reviewHtml({ review }: Definition): Html {
  const answers = (Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[]).map(
    (key) => html`<dt>${QUESTIONS[key]}</dt><dd>${review[key]}</dd>
`,
  );
  return html`<dl>
${answers}</dl>`;
}

const FOUND = {
  redact: 'It is taken out, and the rest of the report is kept.',
  reject: 'The whole report is dropped.',
} as const satisfies Record<Definition['personal_data_found'], string>;

/** By which rules the data is kept and shown, and who let it be collected. */
export function rulesHtml(definition: Definition): Html {
  const { approval, owner, expires, retention, publish, personal_data_found, record, channel } = definition;
  return html`<dl>
<dt>Approved</dt><dd>${approval === undefined ? 'not yet' : html`on ${dayInWords(approval.on)} by ${approval.by.join(', ')}: ${referenceHtml(approval.reference)}`}</dd>
<dt>Collected until</dt><dd>${dayInWords(expires)}, unless it is reviewed and approved again</dd>
<dt>Single reports are deleted after</dt><dd>${counted(Math.ceil(retention / DAY_MS), 'day')}. Figures stay: they are about no single system.</dd>
<dt>Smallest group that is shown</dt><dd>${publish.minimum_systems === 1 ? 'one system: this source has no minimum' : html`No group of fewer than ${publish.minimum_systems} systems can be told from the figures: too small ones are merged or left out.`}</dd>
<dt>Rounding</dt><dd>${publish.round_to === 1 ? 'Numbers of systems are shown as they are.' : `Numbers of systems are rounded to multiples of ${publish.round_to}.`}</dd>
<dt>Late reports</dt><dd>A report counts for its own day when it comes within ${spanOf(record.late_window)}. Until then figures may be revised.</dd>
${channel && html`<dt>Development versions</dt><dd>Reports whose <code>${channel.development_when.pointer}</code> matches <code>${channel.development_when.matches}</code> are counted apart, on a site of their own.</dd>`}
<dt>Where personal data is found all the same</dt><dd>${FOUND[personal_data_found]}</dd>
<dt>Who answers for it</dt><dd>${owner}</dd>
</dl>`;
}

const spanOf = (ms: number) =>
  ms % DAY_MS === 0 ? counted(ms / DAY_MS, 'day') : counted(Math.ceil(ms / HOUR_MS), 'hour');

/** Every figure that is published, and what it is made of. */
export function figureTable(definition: Definition): Html {
  const rows = definition.summaries.map(
    (summary) =>
      html`<tr><th scope="row"><a href="${sourcePath(definition)}/figures/${summary.name}">${titleOf(summary)}</a></th><td>${figureInWords(summary)}</td></tr>
`,
  );
  return wideTable({
    caption: 'Every figure that is published, once a day',
    columns: ['Figure', 'What it says'],
    rows,
  });
}

/** Every field that is taken, what is kept of it, and what it is taken for. */
export function fieldTable({ fields, summaries, record }: Definition): Html {
  const rows = Object.entries(fields).map(([pointer, field]) => {
    const figures = summaries.filter((summary) => fieldsOf(summary).includes(pointer)).map(titleOf);
    const uses = [...(pointer === record.system_id ? ['telling systems apart'] : []), ...figures];
    return html`<tr><th scope="row"><code>${pointer}</code></th><td>${fieldInWords(pointer, field)}</td><td>${storedAs(field)}</td><td>${uses.length === 0 ? 'no figure' : uses.join(', ')}</td></tr>
`;
  });
  return wideTable({
    caption: 'Everything that is taken; anything else in a report is removed before it is stored',
    columns: ['Field', 'What it is', 'How it is stored', 'Used for'],
    rows,
  });
}
