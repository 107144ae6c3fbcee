import { formatCount, formatNumber } from '../site/format.ts';
import { Table } from '../site/table.tsx';
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

const COLUMNS = ['Stage', ...['Accepted', 'Duplicates', 'Dropped', 'Dead-lettered'].map((number) => ({ number }))];

/** What became of the reports of a source, stage by stage. */
export function SourceCounts({ title, counts }: SourceReport) {
  if (counts === null || counts.stages.length === 0)
    return (
      <>
        <h3>{title}</h3>
        <p class="quiet">No report has come since the services began to count.</p>
      </>
    );
  const { unregistered, misfit, personal_data } = counts.removed;
  return (
    <>
      <h3>{title}</h3>
      <Table
        caption={`${title}: reports of single systems, stage by stage`}
        columns={COLUMNS}
        rows={counts.stages.map(stageRow)}
      />
      <p class="quiet">
        Taken out of these reports before they were stored: {formatCount(unregistered, 'value')} that no definition
        lists, {formatNumber(misfit)} that did not fit, and {formatCount(personal_data, 'find')} of personal data.
      </p>
    </>
  );
}

function stageRow({ service, ok, dropped, dead }: SourceStage) {
  const reasons = Object.entries(dropped);
  const isDuplicate = (reason: string) => reason.startsWith('duplicate_') || reason === 'already_stored';
  const sum = (of: typeof reasons) => of.reduce((total, [, n]) => total + n, 0);
  const duplicates = reasons.filter(([reason]) => isDuplicate(reason));
  const others = reasons.filter(([reason]) => !isDuplicate(reason));
  const why = others.map(([reason]) => REASONS[reason] ?? reason.replaceAll('_', ' ')).join('; ');
  const stage = [
    STAGES[service] ?? service,
    ' ',
    <span class="quiet">
      {service}
      {why !== '' && ` (dropped: ${why})`}
    </span>,
  ];
  return [stage, { number: ok }, { number: sum(duplicates) }, { number: sum(others) }, { number: dead }] as const;
}

/** Why a report is dropped; docs/operations.md has all reasons. */
const REASONS: Readonly<Record<string, string>> = {
  personal_data: 'personal data was found',
  erased: 'of systems that were erased',
  superseded: 'a later report of the day counts',
  day_is_final: 'its day’s figures are final',
  not_summarised: 'no figure needs it',
  addressed_to_other_stage: 'delivered again for another stage',
};

/** What the gateway accepted from all sources, and what it did not. */
export function ArrivalCounts({ accepted, deferred, rejected, refused }: Arrivals) {
  const codes = [...Object.entries(rejected), ...Object.entries(refused)];
  return (
    <>
      <h3>Gateway</h3>
      <p>
        {formatCount(accepted, 'message')} of all sources {accepted === 1 ? 'was' : 'were'} accepted,{' '}
        {formatNumber(deferred)} asked to come again later.
      </p>
      {codes.length === 0 ? (
        <p>None was refused.</p>
      ) : (
        <Table
          caption="Messages and requests that were refused, by what was wrong with them"
          columns={['Code', { number: 'How many' }]}
          rows={codes.map(([code, n]) => [<code>{code}</code>, { number: n }] as const)}
        />
      )}
    </>
  );
}
