import { renderDocument } from '@heliograph/html';
import { sourcePath } from '../definitions/source.ts';
import { formatDay, formatTime } from '../site/format.ts';
import { Layout } from '../site/layout.tsx';
import type { Site } from '../site/site.ts';
import { Table } from '../site/table.tsx';
import type { ServiceState } from './pipeline.ts';
import type { SourceReport, StatusReport } from './report.ts';
import { ArrivalCounts, SourceCounts } from './report-counts.tsx';

const DESCRIPTION = 'Whether everything works: how fresh the figures are, and what became of the reports.';

/** Whether everything works, and what became of the reports. */
export function statusPage(site: Site, report: StatusReport): string {
  const { sources, services, arrivals, checked_at, multiples_of, canary_age_seconds } = report;
  return renderDocument(
    <Layout site={site} title="Status" section="/status" description={DESCRIPTION}>
      <h1>Status</h1>
      <Verdict {...report} />
      <h2>Figures</h2>
      <FreshnessTable sources={sources} />
      {services === null ? (
        <p class="quiet">
          This site is not told where the services are that take in and count reports, so it can say no more than how
          fresh the figures are.
        </p>
      ) : (
        <>
          <p class="quiet">
            Asked on {formatTime(checked_at ?? '')}, again after ten seconds at the earliest. Counts begin anew whenever
            a process is started anew, and are of released and of development versions together.
            {multiples_of > 1 &&
              ` They are rounded up to multiples of ${multiples_of}, so that no single report can be told from them.`}
          </p>
          <h2>Services</h2>
          <ServiceTable services={services} />
          {canary_age_seconds !== null && (
            <p>
              A report of our own is sent through all services every minute. The newest that has passed them is{' '}
              {canary_age_seconds} seconds old.
            </p>
          )}
          <h2>What became of the reports</h2>
          <p>
            What a stage accepts goes on to the next; of the last three, each gets everything. Duplicates count once.
            Dead-lettered records could not be processed: they are kept for some days, and operators can deliver them
            again.
          </p>
          {sources.map((source) => (
            <SourceCounts {...source} />
          ))}
          {arrivals !== null && <ArrivalCounts {...arrivals} />}
        </>
      )}
      <p class="quiet">
        The same as JSON: <a href="/api/v1/status">/api/v1/status</a>
      </p>
    </Layout>,
  );
}

function Verdict({ state, troubles, sources }: StatusReport) {
  return (
    <div class={state === 'trouble' ? 'notice' : 'notice fine'}>
      <p>
        <strong>{inWords(state, sources)}</strong>
      </p>
      {troubles.length > 0 && (
        <ul>
          {troubles.map((trouble) => (
            <li>{trouble}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function inWords(state: StatusReport['state'], sources: readonly SourceReport[]): string {
  switch (state) {
    case 'fine':
      return 'All systems operational.';
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

function FreshnessTable({ sources }: Pick<StatusReport, 'sources'>) {
  if (sources.length === 0) return <p>No source is registered.</p>;
  const rows = sources.map((source) => {
    const { title, data_up_to, computed_at, collected } = source;
    return [
      <a href={sourcePath(source)}>{title}</a>,
      data_up_to === null ? 'nothing yet' : formatDay(data_up_to),
      computed_at === null ? '' : formatTime(computed_at),
      collected ? 'yes' : 'no',
    ] as const;
  });
  return (
    <Table
      caption="How fresh the figures are"
      columns={['Source', 'Data up to', 'Last computed', 'Reports are taken']}
      rows={rows}
    />
  );
}

function ServiceTable({ services }: { readonly services: readonly ServiceState[] }) {
  const rows = services.map((state) => {
    const { service, lag, lag_seconds, since } = state;
    return [
      service,
      stateOf(state),
      { number: lag },
      { number: lag_seconds },
      since === null ? '' : formatTime(since),
    ] as const;
  });
  return (
    <Table
      caption="The parts of the pipeline, in the order of the flow"
      columns={['Service', 'State', { number: 'Consumer lag' }, { number: 'Oldest, s' }, 'Up since']}
      rows={rows}
    />
  );
}

function stateOf({ processes, answering, ready }: ServiceState) {
  const words = inOneWord(processes, answering, ready);
  return [
    ready === processes ? words : <strong class="label">{words}</strong>,
    processes > 1 && `, ${ready} of ${processes} processes`,
  ];
}

function inOneWord(processes: number, answering: number, ready: number): string {
  if (answering === 0) return 'does not answer';
  if (ready === 0) return 'is not ready';
  return ready === processes ? 'operational' : 'degraded';
}
