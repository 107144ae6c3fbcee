import { type Html, html } from '../site/html.ts';
import { layout, utc } from '../site/layout.ts';
import type { Site } from '../site/site.ts';
import { wideTable } from '../site/table.ts';
import { dayInWords, formatNumber, sourcePath } from '../site/words.ts';
import type { ServiceState } from './pipeline.ts';
import type { SourceReport, StatusReport } from './report.ts';
import { arrivalCounts, sourceCounts } from './report-counts.ts';

/** Whether everything works, and what became of what was sent. */
export function statusPage(site: Site, report: StatusReport): string {
  const { sources, services, arrivals, checked_at, multiples_of } = report;
  return layout(
    'Status',
    html`<h1>Status</h1>
${verdict(report)}
<h2>Figures</h2>
${freshnessTable(sources)}
${
  services === null
    ? html`<p class="quiet">This site is not told where the services are that take in and count reports, so it can say no more than how fresh the figures are.</p>`
    : html`<p class="quiet">Asked on ${utc(checked_at ?? '')}, again after ten seconds at the earliest. Counts begin anew whenever a process is started anew, and are of released and of development versions together.${multiples_of > 1 ? ` They are rounded up to multiples of ${multiples_of}, so that no single report can be told from them.` : ''}</p>
<h2>Services</h2>
${serviceTable(services)}
<h2>What became of the reports</h2>
<p>What a stage accepts goes on to the next; of the last three, each gets everything. Duplicates count once. What is given up could not be processed: it is kept for some days, and operators can deliver it again.</p>
${sources.map(sourceCounts)}
${arrivals === null ? undefined : arrivalCounts(arrivals)}`
}
<p class="quiet">The same as JSON: <a href="/api/v1/status">/api/v1/status</a></p>`,
    {
      site,
      section: '/status',
      description: 'Whether everything works: how fresh the figures are, and what became of the reports.',
    },
  );
}

function verdict({ state, troubles, sources }: StatusReport): Html {
  const items = troubles.map(
    (trouble) => html`<li>${trouble}</li>
`,
  );
  return html`<div class="notice${state === 'trouble' ? '' : ' fine'}"><p><strong>${inWords(state, sources)}</strong></p>
${
  troubles.length === 0
    ? undefined
    : html`<ul>
${items}</ul>`
}</div>`;
}

function inWords(state: StatusReport['state'], sources: readonly SourceReport[]): string {
  switch (state) {
    case 'fine':
      return 'Everything works.';
    case 'trouble':
      return 'Something is wrong.';
    case 'unknown':
      return sources.some((source) => source.data_up_to !== null)
        ? 'The figures are up to date.'
        : 'Nothing has been published yet.';
    default:
      return state satisfies never;
  }
}

function freshnessTable(sources: readonly SourceReport[]): Html {
  if (sources.length === 0) return html`<p>No source is registered.</p>`;
  const rows = sources.map(
    (
      source,
    ) => html`<tr><th scope="row"><a href="${sourcePath(source)}">${source.title}</a></th><td>${source.data_up_to === null ? 'nothing yet' : dayInWords(source.data_up_to)}</td><td>${source.computed_at === null ? '' : utc(source.computed_at)}</td><td>${source.collected ? 'yes' : 'no'}</td></tr>
`,
  );
  return wideTable({
    caption: 'How fresh the figures are',
    columns: ['Source', 'Data up to', 'Last computed', 'Reports are taken'],
    rows,
  });
}

function serviceTable(services: readonly ServiceState[]): Html {
  const rows = services.map(
    ({
      service,
      processes,
      answering,
      ready,
      lag,
      since,
    }) => html`<tr><th scope="row">${service}</th><td>${stateOf(processes, answering, ready)}</td><td class="number">${lag === null ? '–' : formatNumber(lag)}</td><td>${since === null ? '' : utc(since)}</td></tr>
`,
  );
  return wideTable({
    caption: 'The parts of the pipeline, in the order of the flow',
    columns: ['Service', 'State', { number: 'Records that wait' }, 'Counts since'],
    rows,
  });
}

function stateOf(processes: number, answering: number, ready: number): Html {
  const state = answering === 0 ? 'does not answer' : ready === processes ? 'works' : 'works in part';
  const shown =
    ready === processes
      ? html`${state}`
      : html`<strong class="label">${answering > 0 && ready === 0 ? 'is not ready' : state}</strong>`;
  return processes === 1 ? shown : html`${shown}, ${ready} of ${processes} processes`;
}
