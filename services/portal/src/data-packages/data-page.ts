import type { Definition } from '@heliograph/schema';
import { type Html, html } from '../site/html.ts';
import { layout } from '../site/layout.ts';
import type { Site } from '../site/site.ts';
import { wideTable } from '../site/table.ts';
import { sourcePath } from '../site/words.ts';
import { LICENCES, type Licence } from './licence.ts';

export interface DataPage {
  readonly site: Site;
  readonly definitions: readonly Definition[];
  /** YYYY-MM, newest first: those of which there is a package. */
  readonly months: readonly string[];
  /** Under which they may be used. */
  readonly licence: Licence;
}

/** Where all of this is to be had for programs and for science. */
export function dataPage({ site, definitions, months, licence }: DataPage): string {
  return layout(
    'Data',
    html`<h1>Data</h1>
<p class="lead">Every figure of this site is there for programs as well: no key, no registration, no limit but fairness. Single reports are not, for nobody.</p>
<h2>Every series</h2>
${definitions.length === 0 ? html`<p>No source is registered.</p>` : seriesTable(definitions)}
<p>Ask for other days with <code>from</code> and <code>to</code>, for weeks or months with <code>period</code>, for one figure with <code>name</code>. A CSV is a table with one number in each line; a JSON is what this site draws from.</p>
<h2>The API</h2>
<p>It is versioned, and described for programs in <a href="/api/v1/openapi.json">OpenAPI</a>. What is in version 1 stays in it. Answers may be kept: they have an <code>ETag</code>, and any page on the web may fetch them.</p>
<pre><code>curl ${exampleOf(definitions)}</code></pre>
<h2>A package for each month</h2>
${months.length === 0 ? html`<p>There is none yet. A month has one once all its figures are final, which is some days after its end.</p>` : packages(months, LICENCES[licence])}
<h2>How to read a number</h2>
<ul>
<li>A <strong>system</strong> counts once in a day, by the last of its reports of that day (UTC). Weeks and months count different systems: they are no sums of days.</li>
<li><strong>Of how many</strong> stands with every figure. Systems that did not say something are not counted as if they had said no.</li>
<li><strong>Other</strong> and empty places are groups that are too small to be shown. The smallest group of a source stands in <a href="/collected">its definition</a>.</li>
<li>A figure has a <strong>revision</strong>: late reports change it until it is <strong>final</strong>; then never again.</li>
<li><strong>Not every system reports.</strong> Those whose owners have switched it off are not counted, and may not be like the others.</li>
</ul>`,
    { site, section: '/data', description: 'All figures as CSV, JSON and monthly data packages, without a key.' },
  );
}

function seriesTable(definitions: readonly Definition[]): Html {
  const rows = definitions.map((definition) => {
    const { application, telemetry_type, title } = definition;
    const query = queryOf(definition);
    return html`<tr><th scope="row"><a href="${sourcePath(definition)}">${title}</a> <span class="quiet"><code>${application}/${telemetry_type}</code></span></th><td><a href="/api/v1/summaries.csv?${query}" aria-label="CSV of ${title}">CSV</a></td><td><a href="/api/v1/summaries?${query}" aria-label="JSON of ${title}">JSON</a></td><td><a href="/api/v1/sources/${application}/${telemetry_type}" aria-label="Definition of ${title}">definition</a></td></tr>
`;
  });
  return wideTable({
    caption: 'The last 30 days of each source',
    columns: ['Source', 'Table', 'JSON', 'What it is'],
    rows,
  });
}

const queryOf = ({ application, telemetry_type }: Definition) =>
  new URLSearchParams({ application, telemetry_type }).toString();

function exampleOf([first]: readonly Definition[]): string {
  const query = first === undefined ? 'application=…&telemetry_type=…' : queryOf(first);
  return `'SITE/api/v1/summaries?${query}&period=week'`;
}

function packages(months: readonly string[], licence: { title: string; path: string }): Html {
  const rows = months.map((month) => {
    const path = `/data/packages/${month}`;
    const link = (file: string, words: string) =>
      html`<a href="${path}/${file}" aria-label="${words} of ${month}">${words}</a>`;
    return html`<tr><th scope="row">${month}</th><td>${link('datapackage.json', 'descriptor')}</td><td>${link('figures.csv', 'CSV')}</td><td>${link('figures.parquet', 'Parquet')}</td><td>${link('checksums.txt', 'checksums')}</td></tr>
`;
  });
  return html`<p>All final figures of a month, of all sources: a <a href="https://datapackage.org/" rel="noreferrer">Data Package</a> with a description of every column, and checksums. It never changes. Licence: <a href="${licence.path}" rel="noreferrer">${licence.title}</a>. Programs find the list at <a href="/api/v1/packages">/api/v1/packages</a>.</p>
${wideTable({ caption: 'Months, the newest first', columns: ['Month', 'Description', 'CSV', 'Parquet', 'Checksums'], rows })}`;
}
