import type { Definition } from '@heliograph/schema';
import { storedAs } from '../stored-as.ts';
import { formatNumber } from './figure-html.ts';
import { type Html, html } from './html.ts';

const DAY_MS = 86_400_000;

const QUESTIONS: Readonly<Record<keyof Definition['review'], string>> = {
  question: 'What question does this help to answer?',
  example: 'An example of the data',
  gathering: 'How is it gathered?',
  burden: 'What load does it cause?',
  personal_data: 'Is it personal data, and how is it sanitised?',
  collected_since: 'Collected since',
  visualisation: 'How is it shown?',
};

/** A definition for everyone: the answers of its review, what is done with the data, and every field that is taken. */
export function whatIsCollected(definition: Definition): Html {
  const { review, approval, owner, expires, retention, publish } = definition;
  const answers = (Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[]).map(
    (key) => html`<dt>${QUESTIONS[key]}</dt><dd>${review[key]}</dd>`,
  );
  const approved = approval && `${approval.on}, by ${approval.by.join(', ')} (${approval.reference})`;
  return html`<details><summary>What is collected, and why</summary>
<dl>${answers}
<dt>Single reports are deleted after</dt><dd>${formatNumber(retention / DAY_MS)} days</dd>
<dt>Nothing is said about fewer than</dt><dd>${publish.minimum_systems} systems</dd>
<dt>Where personal data is found</dt><dd>${FOUND[definition.personal_data_found]}</dd>
<dt>Collected until</dt><dd>${expires}, unless it is approved again</dd>
<dt>Approved</dt><dd>${approved ?? 'no'}</dd>
<dt>Responsible</dt><dd>${owner}</dd></dl>
${fieldTable(definition)}
</details>`;
}

const FOUND = {
  redact: 'it is taken out and the rest of the report is kept',
  reject: 'the whole report is dropped',
} as const satisfies Record<Definition['personal_data_found'], string>;

function fieldTable({ fields }: Definition): Html {
  const rows = Object.entries(fields).map(
    ([pointer, field]) =>
      html`<tr><th scope="row"><code>${pointer}</code></th><td>${field.type}</td><td>${storedAs(field)}</td></tr>
`,
  );
  return html`<table><caption>Everything that is taken; anything else in a report is removed</caption>
<thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Stored</th></tr></thead><tbody>${rows}</tbody></table>`;
}
