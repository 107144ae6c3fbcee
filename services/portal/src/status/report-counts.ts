import { type Html, html } from '../site/html.ts';
import { wideTable } from '../site/table.ts';
import { counted, formatNumber } from '../site/words.ts';
import type { Arrivals, SourceStage } from './pipeline.ts';
import type { SourceReport } from './report.ts';

/** What each stage does with a report. */
const STAGES: Readonly<Partial<Record<string, string>>> = {
  sanitizer: 'Taken in and sanitised',
  dedup: 'Checked for duplicates',
  'influx-sink': 'Stored as time series',
  'postgres-sink': 'Stored in the database',
  summarizer: 'Counted',
};

const STAGE_COLUMNS = ['Stage', ...['Accepted', 'Duplicates', 'Left out', 'Given up'].map((number) => ({ number }))];

/** What became of the reports of a source, stage by stage. */
export function sourceCounts({ title, counts }: SourceReport): Html {
  if (counts === null || counts.stages.length === 0)
    return html`<h3>${title}</h3>
<p class="quiet">No report has come since the services began to count.</p>`;
  const { unregistered, misfit, personal_data } = counts.removed;
  return html`<h3>${title}</h3>
${wideTable({ caption: `${title}: reports of single systems, stage by stage`, columns: STAGE_COLUMNS, rows: counts.stages.map(stageRow) })}
<p class="quiet">Taken out of these reports before they were stored: ${counted(unregistered, 'value')} that no definition lists, ${formatNumber(misfit)} that did not fit, and ${counted(personal_data, 'find')} of personal data.</p>`;
}

function stageRow({ service, ok, dropped, dead }: SourceStage): Html {
  const reasons = Object.entries(dropped);
  const isDuplicate = (reason: string) => reason.startsWith('duplicate_') || reason === 'already_stored';
  const sum = (of: typeof reasons) => of.reduce((total, [, n]) => total + n, 0);
  const duplicates = sum(reasons.filter(([reason]) => isDuplicate(reason)));
  const others = reasons.filter(([reason]) => !isDuplicate(reason));
  const why = others.map(([reason]) => LEFT_OUT[reason] ?? reason.replaceAll('_', ' ')).join('; ');
  return html`<tr><th scope="row">${STAGES[service] ?? service} <span class="quiet">${service}${why === '' ? '' : ` (left out: ${why})`}</span></th><td class="number">${formatNumber(ok)}</td><td class="number">${formatNumber(duplicates)}</td><td class="number">${formatNumber(sum(others))}</td><td class="number">${formatNumber(dead)}</td></tr>
`;
}

/** Why a report is rightly left out; docs/operations.md has them all. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  personal_data: 'personal data was found',
  erased: 'of systems that were erased',
  superseded: 'a later report of the day counts',
  day_is_final: 'its day’s figures are final',
  not_summarised: 'no figure needs it',
  not_for_this_stage: 'delivered again for another stage',
};

/** What was taken in of all sources together, and what was not. */
export function arrivalCounts({ accepted, deferred, rejected, refused }: Arrivals): Html {
  const rows = [...Object.entries(rejected), ...Object.entries(refused)].map(
    ([code, n]) => html`<tr><th scope="row"><code>${code}</code></th><td class="number">${formatNumber(n)}</td></tr>
`,
  );
  return html`<h3>At the door</h3>
<p>${counted(accepted, 'message')} of all sources ${accepted === 1 ? 'was' : 'were'} accepted, ${formatNumber(deferred)} asked to come again later.</p>
${
  rows.length === 0
    ? html`<p>None was refused.</p>`
    : wideTable({
        caption: 'Messages and requests that were refused, by what was wrong with them',
        columns: ['Code', { number: 'How many' }],
        rows,
      })
}`;
}
