import { renderDocument } from '@heliograph/html';
import type { ReceiptStore } from '@heliograph/schema';
import { formatCount, formatTime } from '../site/format.ts';
import { Layout } from '../site/layout.tsx';
import type { Site } from '../site/site.ts';
import { Table } from '../site/table.tsx';
import type { RequestState } from './request-state.ts';
import type { RequestView } from './request-view.ts';
import type { RetainedData } from './retained-data.ts';

const TITLES = { erasure: 'Deletion of a system’s data', export: 'Copy of a system’s data' } as const;
const STORES: Readonly<Record<ReceiptStore, string>> = {
  postgres: 'PostgreSQL: the single reports',
  influx: 'InfluxDB: the same as time series',
  summaries: 'Summaries that are not final yet',
};

/** What became of a request. An unknown id and one that waits give the same page. */
export function requestPage(site: Site, { id, state, hasDocument, retained }: RequestView): string {
  const { request, received_at } = state;
  const title = request === null ? 'Your request' : TITLES[request];
  return renderDocument(
    <Layout site={site} title={title} section="/your-data">
      <h1>{title}</h1>
      {received_at !== null && <p>Received {formatTime(received_at)}.</p>}
      {request === null ? <NothingYet /> : <Stores {...state} />}
      {request === 'export' && <Document id={id} hasDocument={hasDocument} />}
      {retained.length > 0 && <Retained data={retained} />}
      <p class="quiet">
        To see what is new, load this page again. Whoever has its address sees the same: keep it to yourself.
      </p>
    </Layout>,
  );
}

const NothingYet = () => (
  <p>
    Nothing has been done yet that this site knows of. A request that was just accepted usually shows within seconds;
    where a store is down it waits until the store is back, and is not lost. An id that was never given out looks the
    same, and so does one of more than a year ago: look it over for mistakes.
  </p>
);

function Document({ id, hasDocument }: Pick<RequestView, 'id' | 'hasDocument'>) {
  if (!hasDocument) return <p>The copy has been deleted: it was there for 24 hours. You can ask for a new one.</p>;
  return (
    <p>
      <a href={`/api/v1/exports/${id}`} download="telemetry.json">
        Download the copy
      </a>{' '}
      (JSON). It is deleted 24 hours after it was written.
    </p>
  );
}

function Stores({ stores }: RequestState) {
  const rows = stores.map(
    ({ store, done_at }) => [STORES[store], done_at === null ? 'pending' : `done ${formatTime(done_at)}`] as const,
  );
  return <Table caption="What has been done where" columns={['Store', 'State']} rows={rows} />;
}

function Retained({ data }: { readonly data: readonly RetainedData[] }) {
  const rows = data.map(
    ({ what, days, until }) => [what, until ?? `${formatCount(days, 'day')} after the deletion`] as const,
  );
  return (
    <>
      <h2>What stays for a time after a deletion</h2>
      <Table
        label="What stays for a time after a deletion"
        caption="The log deletes in large pieces, the last of which may go some days later. A store that is filled from it anew comes to the deletion as well."
        columns={['What', 'Until about']}
        rows={[
          ...rows,
          ['A copy that was asked for before', '24 hours after it was written'],
          ['Published summaries that are final', 'for good: they are counts of many systems and name none'],
          ['Backups of the operator', 'as long as the operator keeps them'],
        ]}
      />
    </>
  );
}
