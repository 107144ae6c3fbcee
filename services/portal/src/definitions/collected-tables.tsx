import { DAY_MS, type Definition, type Field, HOUR_MS } from '@heliograph/schema';
import { wordsOf } from '@heliograph/schema/summaries';
import { formatCount, formatDay } from '../site/format.ts';
import { Table } from '../site/table.tsx';
import { figureTitle, sourcePath } from './source.ts';
import { describeStorage } from './storage-description.ts';

type Summary = Definition['summaries'][number];

/** The review's questions; how to opt out has a section of its own. */
const QUESTIONS = {
  question: 'What question does this help to answer?',
  example: 'An example of the data',
  gathering: 'How is it gathered?',
  burden: 'What load does it cause?',
  personal_data: 'Is it personal data, and how is it sanitised?',
  large_numbers: 'Which numbers are large, and why?',
  collected_since: 'Collected since version',
  visualisation: 'How is it shown?',
} as const satisfies Record<Exclude<keyof Definition['review'], 'opt_out'>, string>;

export const ReviewAnswers = ({ review }: Definition) => (
  <dl>
    {(Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[])
      .filter((key) => review[key] !== undefined)
      .map((key) => [<dt>{QUESTIONS[key]}</dt>, <dd>{review[key]}</dd>])}
  </dl>
);

const PERSONAL_DATA_FOUND = {
  redact: 'It is taken out, and the rest of the report is kept.',
  reject: 'The whole report is dropped.',
} as const satisfies Record<Definition['personal_data_found'], string>;

/** How the data is approved, kept, protected and shown. */
export function ProcessingRules(definition: Definition) {
  const { approval, owner, expires, retention, publish, personal_data_found, record, channel } = definition;
  const { minimum_systems, round_to } = publish;
  return (
    <dl>
      <dt>Approved</dt>
      <dd>
        {approval === undefined ? (
          'not yet'
        ) : (
          <>
            on {formatDay(approval.on)} by {approval.by.join(', ')}: <Reference to={approval.reference} />
          </>
        )}
      </dd>
      <dt>Collected until</dt>
      <dd>{formatDay(expires)}, unless it is reviewed and approved again</dd>
      <dt>Single reports are deleted after</dt>
      <dd>{formatCount(Math.ceil(retention / DAY_MS), 'day')}. Figures stay: they are about no single system.</dd>
      <dt>Smallest group that is shown</dt>
      <dd>
        {minimum_systems === 1
          ? 'one system: this source has no minimum'
          : `No group of fewer than ${minimum_systems} systems can be told from the figures: too small ones are merged or left out.`}
      </dd>
      <dt>Rounding</dt>
      <dd>
        {round_to === 1
          ? 'Numbers of systems are shown as they are.'
          : `Numbers of systems are rounded to multiples of ${round_to}.`}
      </dd>
      <dt>Late reports</dt>
      <dd>
        A report counts for its own day when it comes within {formatDuration(record.late_window)}. Until then figures
        may be revised.
      </dd>
      {channel && [
        <dt>Development versions</dt>,
        <dd>
          Reports whose <code>{channel.development_when.pointer}</code> matches{' '}
          <code>{channel.development_when.matches}</code> are counted apart, on a site of their own.
        </dd>,
      ]}
      <dt>Where personal data is found all the same</dt>
      <dd>{PERSONAL_DATA_FOUND[personal_data_found]}</dd>
      <dt>Owner</dt>
      <dd>{owner}</dd>
    </dl>
  );
}

/** Where an approval was discussed. A link only if it leads to the web: a definition may hold any text. */
export function Reference({ to }: { readonly to: string }) {
  if (!/^https?:\/\//.test(to)) return <code>{to}</code>;
  return (
    <a href={to} rel="noreferrer">
      {to}
    </a>
  );
}

const formatDuration = (ms: number) =>
  ms % DAY_MS === 0 ? formatCount(ms / DAY_MS, 'day') : formatCount(Math.ceil(ms / HOUR_MS), 'hour');

/** Every figure that is published, and what it is made of. */
export function FigureTable(definition: Definition) {
  const rows = definition.summaries.map((summary) => {
    const href = `${sourcePath(definition)}/figures/${summary.name}`;
    return [<a href={href}>{figureTitle(summary)}</a>, describeFigure(summary)] as const;
  });
  const caption = 'Every figure that is published, once a day';
  return <Table caption={caption} columns={['Figure', 'What it says']} rows={rows} />;
}

const describeFigure = (summary: Summary) =>
  wordsOf(summary).description.map((part) => (typeof part === 'string' ? part : <code>{part.pointer}</code>));

const TYPES: Readonly<Record<Field['type'], string>> = {
  uuid: 'a random id (UUID)',
  string: 'text',
  version: 'a version',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'yes or no',
  timestamp: 'a time',
  enum: 'one of a few words',
};

/** Every field that is collected, what is stored of it, and what it is used for. */
export function FieldTable({ fields, summaries, record }: Definition) {
  const rows = Object.entries(fields).map(([pointer, field]) => {
    const figures = summaries.filter((summary) => wordsOf(summary).pointers.includes(pointer)).map(figureTitle);
    const uses = [...(pointer === record.system_id ? ['telling systems apart'] : []), ...figures];
    const type = pointer.split('/').includes('*') ? `for each entry, ${TYPES[field.type]}` : TYPES[field.type];
    return [<code>{pointer}</code>, type, describeStorage(field), uses.join(', ') || 'no figure'] as const;
  });
  return (
    <Table
      caption="Everything that is taken; anything else in a report is removed before it is stored"
      columns={['Field', 'What it is', 'How it is stored', 'Used for']}
      rows={rows}
    />
  );
}
