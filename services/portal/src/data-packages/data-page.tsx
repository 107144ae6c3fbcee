import { renderDocument } from '@heliograph/html';
import type { Definition } from '@heliograph/schema';
import { sourcePath } from '../definitions/source.ts';
import { Layout } from '../site/layout.tsx';
import type { Site } from '../site/site.ts';
import { Table } from '../site/table.tsx';
import { LICENCES, type Licence } from './data-packages.ts';

export interface DataPage {
  readonly site: Site;
  readonly definitions: readonly Definition[];
  /** YYYY-MM, newest first: those of which there is a package. */
  readonly months: readonly string[];
  /** Of the packages. */
  readonly licence: Licence;
}

const DESCRIPTION = 'All figures as CSV, JSON and monthly data packages, without a key.';

/** Where programs and researchers get the figures. */
export function dataPage({ site, definitions, months, licence }: DataPage): string {
  return renderDocument(
    <Layout site={site} title="Data" section="/data" description={DESCRIPTION}>
      <h1>Data</h1>
      <p class="lead">
        Every figure of this site is there for programs as well: no key, no registration, no limit but fairness. Single
        reports are not, for nobody.
      </p>
      <h2>Every series</h2>
      {definitions.length === 0 ? <p>No source is registered.</p> : <SeriesTable definitions={definitions} />}
      <p>
        Ask for other days with <code>from</code> and <code>to</code>, for weeks or months with <code>period</code>, for
        one figure with <code>name</code>. A CSV is a table with one number in each line; a JSON is what this site draws
        from.
      </p>
      <h2>The API</h2>
      <p>
        It is versioned, and described for programs in <a href="/api/v1/openapi.json">OpenAPI</a>. What is in version 1
        stays in it. Answers may be kept: they have an <code>ETag</code>, and any page on the web may fetch them.
      </p>
      <pre>
        <code>curl {exampleOf(definitions)}</code>
      </pre>
      <h2>A package for each month</h2>
      {months.length === 0 ? (
        <p>There is none yet. A month has one once all its figures are final, which is some days after its end.</p>
      ) : (
        <Packages months={months} licence={licence} />
      )}
      <h2>How to read a number</h2>
      <ul>
        <li>
          A <strong>system</strong> counts once in a day, by the last of its reports of that day (UTC). Weeks and months
          count different systems: they are no sums of days.
        </li>
        <li>
          <strong>Of how many</strong> stands with every figure. Systems that did not say something are not counted as
          if they had said no.
        </li>
        <li>
          <strong>Other</strong> and empty places are groups that are too small to be shown. The smallest group of a
          source stands in <a href="/collected">its definition</a>.
        </li>
        <li>
          A figure has a <strong>revision</strong>: late reports change it until it is <strong>final</strong>; then
          never again.
        </li>
        <li>
          <strong>Not every system reports.</strong> Those whose owners have switched it off are not counted, and may
          not be like the others.
        </li>
      </ul>
    </Layout>,
  );
}

function SeriesTable({ definitions }: Pick<DataPage, 'definitions'>) {
  const rows = definitions.map((definition) => {
    const { application, telemetry_type, title } = definition;
    const query = queryOf(definition);
    const name = [
      <a href={sourcePath(definition)}>{title}</a>,
      ' ',
      <span class="quiet">
        <code>
          {application}/{telemetry_type}
        </code>
      </span>,
    ];
    const link = (path: string, text: string) => (
      <a href={path} aria-label={`${text.replace('definition', 'Definition')} of ${title}`}>
        {text}
      </a>
    );
    return [
      name,
      link(`/api/v1/summaries.csv?${query}`, 'CSV'),
      link(`/api/v1/summaries?${query}`, 'JSON'),
      link(`/api/v1/sources/${application}/${telemetry_type}`, 'definition'),
    ] as const;
  });
  return (
    <Table caption="The last 30 days of each source" columns={['Source', 'Table', 'JSON', 'What it is']} rows={rows} />
  );
}

const queryOf = ({ application, telemetry_type }: Definition) =>
  new URLSearchParams({ application, telemetry_type }).toString();

function exampleOf([first]: readonly Definition[]): string {
  const query = first === undefined ? 'application=…&telemetry_type=…' : queryOf(first);
  return `'SITE/api/v1/summaries?${query}&period=week'`;
}

const FILES = [
  ['datapackage.json', 'descriptor'],
  ['figures.csv', 'CSV'],
  ['figures.parquet', 'Parquet'],
  ['checksums.txt', 'checksums'],
] as const;

function Packages({ months, licence }: Pick<DataPage, 'months' | 'licence'>) {
  const { path, title } = LICENCES[licence];
  const rows = months.map((month) => {
    const links = FILES.map(([file, text]) => (
      <a href={`/data/packages/${month}/${file}`} aria-label={`${text} of ${month}`}>
        {text}
      </a>
    ));
    return [month, ...links] as const;
  });
  return (
    <>
      <p>
        All final figures of a month, of all sources: a{' '}
        <a href="https://datapackage.org/" rel="noreferrer">
          Data Package
        </a>{' '}
        with a description of every column, and checksums. It never changes. Licence:{' '}
        <a href={path} rel="noreferrer">
          {title}
        </a>
        . Programs find the list at <a href="/api/v1/packages">/api/v1/packages</a>.
      </p>
      <Table
        caption="Months, the newest first"
        columns={['Month', 'Description', 'CSV', 'Parquet', 'Checksums']}
        rows={rows}
      />
    </>
  );
}
