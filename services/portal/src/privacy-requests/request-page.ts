import type { ReceiptStore } from '@heliograph/schema';
import { type Html, html } from '../site/html.ts';
import { layout, utc } from '../site/layout.ts';
import type { Site } from '../site/site.ts';
import { wideTable } from '../site/table.ts';
import type { RequestView } from './request-look-up.ts';
import type { RequestState } from './request-state.ts';
import type { Remainder } from './retained-data.ts';

const TITLES = { erasure: 'Deletion of a system’s data', export: 'Copy of a system’s data' } as const;
const STORES: Readonly<Record<ReceiptStore, string>> = {
  postgres: 'PostgreSQL: the single reports',
  influx: 'InfluxDB: the same as time series',
  summaries: 'Summaries that are not final yet',
};

/** What became of a request. An unknown id and one that waits give the same page. */
export function requestPage(site: Site, { id, state, hasDocument, stays }: RequestView): string {
  const title = state.request === null ? 'Your request' : TITLES[state.request];
  const received = state.received_at === null ? undefined : html`<p>Received ${utc(state.received_at)}.</p>`;
  return layout(
    title,
    html`<h1>${title}</h1>
${received}
${state.request === null ? nothingYet() : stores(state)}
${state.request === 'export' ? documentOf(id, hasDocument) : undefined}
${stays.length > 0 ? remainders(stays) : undefined}
<p class="quiet">To see what is new, load this page again. Whoever has its address sees the same: keep it to yourself.</p>`,
    { site, section: '/your-data' },
  );
}

function nothingYet(): Html {
  return html`<p>Nothing has been done yet that this site knows of. A request that was just accepted usually shows within seconds; where a store is down it waits until the store is back, and is not lost. An id that was never given out looks the same, and so does one of more than a year ago: look it over for mistakes.</p>`;
}

function documentOf(id: string, hasDocument: boolean): Html {
  if (!hasDocument)
    return html`<p>The copy has been deleted: it was there for 24 hours. You can ask for a new one.</p>`;
  return html`<p><a href="/api/v1/exports/${id}" download="telemetry.json">Download the copy</a> (JSON). It is deleted 24 hours after it was written.</p>`;
}

function stores({ stores: states }: RequestState): Html {
  const rows = states.map(
    ({ store, done_at }) =>
      html`<tr><th scope="row">${STORES[store]}</th><td>${done_at === null ? 'pending' : html`done ${utc(done_at)}`}</td></tr>
`,
  );
  return wideTable({ caption: 'What has been done where', columns: ['Store', 'State'], rows });
}

function remainders(stays: readonly Remainder[]): Html {
  const rows = stays.map(
    ({ what, days, until }) =>
      html`<tr><th scope="row">${what}</th><td>${until === null ? `${days} ${days === 1 ? 'day' : 'days'} after the deletion` : until}</td></tr>
`,
  );
  return html`<h2>What stays for a time after a deletion</h2>
<table><thead><tr><th scope="col">What</th><th scope="col">Until about</th></tr></thead><tbody>${rows}
<tr><th scope="row">A copy that was asked for before</th><td>24 hours after it was written</td></tr>
<tr><th scope="row">Published summaries that are final</th><td>for good: they are counts of many systems and name none</td></tr>
<tr><th scope="row">Backups of the operator</th><td>as long as the operator keeps them</td></tr></tbody></table>
<p class="quiet">The log deletes in large pieces, the last of which may go some days later. A store that is filled from it anew comes to the deletion as well.</p>`;
}
