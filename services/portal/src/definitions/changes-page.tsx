import { renderDocument } from '@heliograph/html';
import { type Change, type ChangeEffect, compareDefinitions, type Definition } from '@heliograph/schema';
import { formatCount, formatDay, formatTime } from '../site/format.ts';
import { Layout } from '../site/layout.tsx';
import type { Site } from '../site/site.ts';
import type { PastDefinition } from '../stores/summary-store.ts';
import { Reference } from './collected-tables.tsx';
import { sourcePath } from './source.ts';

export interface ChangesPage {
  readonly site: Site;
  readonly definition: Definition;
  /** Newest first. */
  readonly past: readonly PastDefinition[];
}

/** What a change means for those who send and for those who read. */
const EFFECTS: Readonly<Record<ChangeEffect, string | undefined>> = {
  compatible: undefined,
  extends: 'more than before',
  breaking: 'breaking',
};

/** The part of a definition that a change is of, by the first word of its path. */
const PARTS: Readonly<Record<string, string>> = {
  title: 'Title',
  owner: 'Owner',
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

/** What has changed in a definition, when, and by whose approval. */
export function changesPage({ site, definition, past }: ChangesPage): string {
  const { title } = definition;
  return renderDocument(
    <Layout site={site} title={`Changes: ${title}`} section="/collected">
      <p class="crumbs">
        <a href="/collected">What is collected</a> › <a href={`${sourcePath(definition)}/collected`}>{title}</a>
      </p>
      <h1>What has changed, and when</h1>
      <p>
        Every version of the definition that has been in force here, newest first. A <strong>breaking</strong> change
        takes back what people were told or what readers rely on; where it says <strong>more than before</strong>, more
        is taken, kept or shown. Both need a new approval.
      </p>
      {past.length === 0 ? (
        <p>Nothing is recorded yet: the log begins when the first figures are counted.</p>
      ) : (
        <ol class="log">
          {past.map((entry, i) => (
            <Entry {...entry} before={past[i + 1]?.definition} />
          ))}
        </ol>
      )}
    </Layout>,
  );
}

function Entry({ definition, since, before }: PastDefinition & { readonly before: Definition | undefined }) {
  const { approval, schema_version, fields, summaries } = definition;
  const fieldCount = formatCount(Object.keys(fields).length, 'field');
  return (
    <li>
      <p>
        <time datetime={since}>{formatTime(since)}</time> · version {schema_version}
      </p>
      {before === undefined ? (
        <p>
          The first that is recorded: {fieldCount}, {formatCount(summaries.length, 'figure')}.
        </p>
      ) : (
        <Changes changes={compareDefinitions(before, definition)} />
      )}
      <p class="quiet">
        {approval === undefined ? (
          'Not approved.'
        ) : (
          <>
            Approved on {formatDay(approval.on)} by {approval.by.join(', ')}: <Reference to={approval.reference} />
          </>
        )}
      </p>
    </li>
  );
}

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  if (changes.length === 0) return <p>Other words only: nothing that is taken, kept or shown has changed.</p>;
  return (
    <ul>
      {changes.map(({ path, effect, message }) => {
        const part = String(path[0]);
        const label = EFFECTS[effect];
        return (
          <li>
            {PARTS[part] ?? part}: {message}
            {label !== undefined && [' ', <span class="label">{label}</span>]}
          </li>
        );
      })}
    </ul>
  );
}
