import { dayAfter } from '../../browser/seed/days.ts';
import { trento } from '../../browser/seed/trento.ts';
import { LAST_DAY } from '../../browser/seed.ts';
import { startSite } from '../../browser/site.ts';
import type { Aim, Bench, Measured, Part, Table } from '../bench.ts';
import { ascending, percentile } from '../statistics.ts';
import { startWorker } from '../worker.ts';
import { Asked } from './ask.ts';
import { twentyMetrics } from './twenty.ts';
import { aReader, type Reader, type Visit } from './visit.ts';

const SOURCE = '/sources/pulp/status';
const WARM_UP_VISITS = 20;
const VISITS = 200;
const CONNECTIONS = 16;

const MOST_MS = 100;
const MOST_BYTES = 200_000;
const LEAST_REQUESTS = 500;

/** What a page needs before it looks as it should. */
const BESIDES = ['/style.css', '/site.js'];

/** Addresses that nobody has asked for before, so that each is made anew. */
const PAGES: Readonly<Record<string, (visit: number) => string>> = {
  'home page': (n) => `/?visit=${n}`,
  'source page, quarter': (n) => `${SOURCE}?to=${dayAfter(LAST_DAY, -n)}`,
  'source page, three years': (n) => `${SOURCE}?range=all&to=${dayAfter(LAST_DAY, -n)}`,
};

const OF_PULP = 'application=pulp&telemetry_type=status';
const ADDRESSES: Readonly<Record<string, string>> = {
  sources: '/api/v1/sources',
  'one figure, a month': `/api/v1/summaries?${OF_PULP}&from=${dayAfter(LAST_DAY, -29)}&to=${LAST_DAY}&name=version`,
  'all figures of a day': `/api/v1/summaries?${OF_PULP}&from=${LAST_DAY}&to=${LAST_DAY}`,
};

/** The public site with three years of days of twenty metrics: pages made anew, and the API from its cache. */
export const portal: Part = {
  name: 'portal',
  title: 'Portal: pages and API',
  async run(bench) {
    const site = await startSite({ env: process.env, say: bench.say, sources: [twentyMetrics(), trento] });
    bench.onEnd(() => site.stop());
    const reader = aReader(site.production);
    bench.onEnd(async () => reader.leave());
    const pages = await measurePages(bench, reader);
    const api = await measureApi(bench, Number(new URL(site.production).port));
    return { tables: [...pages.tables, ...api.tables], aims: [...pages.aims, ...api.aims] };
  },
};

async function measurePages(bench: Bench, reader: Reader): Promise<Measured> {
  const rows: Table['rows'][number][] = [];
  const aims: Aim[] = [];
  let besides = 0;
  for (const path of BESIDES) besides += (await reader.visit(path)).bytes;
  for (const [page, pathOf] of Object.entries(PAGES)) {
    for (let n = 0; n < WARM_UP_VISITS; n += 1) await reader.visit(pathOf(VISITS + n));
    const visits: Visit[] = [];
    for (let n = 0; n < VISITS; n += 1) visits.push(await reader.visit(pathOf(n)));
    bench.signal.throwIfAborted();
    const times = visits.map(({ ms }) => ms).toSorted(ascending);
    const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
    const bytes = Math.max(...visits.map((visit) => visit.bytes)) + besides;
    const again = (await reader.visit(pathOf(VISITS - 1))).ms;
    bench.say(`${page}: p95 ${p95.toFixed(1)} ms`);
    rows.push([page, p50, p95, again, Math.round(bytes / 1000)]);
    const reached = p95 < MOST_MS && bytes < MOST_BYTES;
    const found = `${p95.toFixed(1)} ms, ${Math.round(bytes / 1000)} kB`;
    aims.push({ what: page, aim: 'p95 below 100 ms, 200 kB at most', found, reached });
  }
  const table = {
    title: 'Pages',
    note: `${VISITS} visits, one after the other, none to an address that was asked for before. Bytes are those of the largest with its style and script, compressed.`,
    columns: ['page', 'p50 ms', 'p95 ms', 'from cache ms', 'kB'],
    rows,
  };
  return { tables: [table], aims };
}

async function measureApi(bench: Bench, port: number): Promise<Measured> {
  const rows: Table['rows'][number][] = [];
  const aims: Aim[] = [];
  for (const [name, path] of Object.entries(ADDRESSES)) {
    const input = { port, path, connections: CONNECTIONS, seconds: bench.settings.seconds };
    const { requests, seconds, p50, p99 } = await startWorker(
      bench,
      new URL('ask.worker.ts', import.meta.url),
      input,
      Asked,
    );
    const rate = requests / seconds;
    bench.say(`${name}: ${rate.toFixed(0)}/s`);
    rows.push([name, Math.round(rate), p50, p99]);
    const found = `${Math.round(rate).toLocaleString('en')}/s`;
    aims.push({ what: `API, ${name}`, aim: '500 requests/s', found, reached: rate >= LEAST_REQUESTS });
  }
  const table = {
    title: 'API, from the cache',
    note: `One process, ${CONNECTIONS} keep-alive connections, compressed, ${bench.settings.seconds} s each.`,
    columns: ['what', 'requests/s', 'p50 ms', 'p99 ms'],
    rows,
  };
  return { tables: [table], aims };
}
