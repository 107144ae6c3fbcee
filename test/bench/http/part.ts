import { z } from 'zod';
import { portOf } from '../../../packages/devtools/src/up/environment.ts';
import { startBacking } from '../backing.ts';
import type { Aim, Bench, Part, Table } from '../bench.ts';
import { startService } from '../service-process.ts';
import { median } from '../statistics.ts';
import { startWorker } from '../worker.ts';
import { type Load, LoadResult } from './load.ts';

const CONNECTIONS = 32;
const REPORTS = [1, 10, 100] as const;
const WARM_UP_SECONDS = 3;
/** A broker that has just started is several times slower until its own code is compiled. */
const BROKER_WARM_UP_SECONDS = 20;
/** The servers in the order of a round; the gateway is compared with the one that does the same without a log. */
const SERVERS = ['node:http', 'express', 'gateway'] as const;
const BASELINE = 'express';
type Server = (typeof SERVERS)[number];

/** Accepted reports a second: a bare server, Express with zod, and the gateway with its records in Kafka, in turns. */
export const http: Part = {
  name: 'http',
  title: 'HTTP: the gateway beside servers that keep nothing',
  async run(bench) {
    const ports = await startServers(bench);
    await load(bench, { port: ports.gateway, reports: 1, seconds: BROKER_WARM_UP_SECONDS, run: 0 });
    const tables: Table[] = [];
    const aims: Aim[] = [];
    for (const reports of REPORTS) {
      const found = await inTurns(bench, ports, reports);
      tables.push(tableOf(reports, bench, found));
      aims.push(...aimsOf(reports, found));
    }
    return { tables, aims };
  },
};

async function startServers(bench: Bench): Promise<Record<Server, number>> {
  const { dataDir, variables: fresh } = await startBacking(bench);
  const variables = await fresh();
  const gateway = await startService(bench, { service: 'gateway', dataDir, variables });
  await gateway.ready();
  const worker = async (name: string) =>
    (await startWorker(bench, new URL(`${name}.worker.ts`, import.meta.url), {}, z.object({ port: z.int() }))).port;
  return {
    'node:http': await worker('bare'),
    express: await worker('express'),
    gateway: portOf(variables, 'gateway', 'public'),
  };
}

type Found = Readonly<Record<Server, readonly LoadResult[]>>;

async function inTurns(bench: Bench, ports: Record<Server, number>, reports: number): Promise<Found> {
  const found: Record<Server, LoadResult[]> = { 'node:http': [], express: [], gateway: [] };
  for (let round = 0; round <= bench.settings.rounds; round += 1) {
    for (const server of SERVERS) {
      const isWarmUp = round === 0;
      const seconds = isWarmUp ? WARM_UP_SECONDS : bench.settings.seconds;
      const run = reports * 10 + round;
      const result = await load(bench, { port: ports[server], reports, seconds, run });
      const others = Object.keys(result.statuses).filter((status) => status !== '202');
      if (others.length > 0) throw new Error(`${server} answered ${JSON.stringify(result.statuses)}`);
      bench.say(
        `${reports} a request, ${isWarmUp ? 'warm-up' : `round ${round}`}: ${server} ${rate(result).toFixed(0)}/s`,
      );
      if (!isWarmUp) found[server].push(result);
    }
  }
  return found;
}

function load(bench: Bench, asked: Omit<Load, 'connections'>): Promise<LoadResult> {
  const input: Load = { connections: CONNECTIONS, ...asked };
  return startWorker(bench, new URL('load.worker.ts', import.meta.url), input, LoadResult);
}

const rate = ({ requests, seconds }: LoadResult) => requests / seconds;

/** The round in the middle by requests a second; ratios are of these. */
const middle = (results: readonly LoadResult[]) => median(results.map(rate));

function tableOf(reports: number, { settings }: Bench, found: Found): Table {
  return {
    title: `${reports} report${reports === 1 ? '' : 's'} a request`,
    note: `${CONNECTIONS} keep-alive connections; medians of ${settings.rounds} rounds of ${settings.seconds} s each, in turns.`,
    columns: ['server', 'requests/s', 'records/s', 'p50 ms', 'p99 ms', 'of Express', 'slowest and fastest round'],
    rows: SERVERS.map((server) => {
      const results = found[server];
      const rates = results.map(rate);
      return [
        server,
        Math.round(middle(results)),
        Math.round(middle(results) * reports),
        median(results.map(({ p50 }) => p50)),
        median(results.map(({ p99 }) => p99)),
        `${Math.round((100 * middle(results)) / middle(found[BASELINE]))} %`,
        `${Math.min(...rates).toFixed(0)}-${Math.max(...rates).toFixed(0)}`,
      ];
    }),
  };
}

function aimsOf(reports: number, { gateway, express }: Found): Aim[] {
  const share = middle(gateway) / middle(express);
  const p99 = median(gateway.map((result) => result.p99));
  const records = middle(gateway) * reports;
  const what = `gateway, ${reports} a request`;
  switch (reports) {
    case 1:
      return [
        aim(what, '60 % of Express + zod', `${(100 * share).toFixed(0)} %`, share >= 0.6),
        aim(what, 'p99 below 20 ms', `${p99.toFixed(1)} ms`, p99 < 20),
      ];
    case 100:
      return [aim(what, '40,000 records/s', `${Math.round(records).toLocaleString('en')}/s`, records >= 40_000)];
    default:
      return [];
  }
}

const aim = (what: string, wanted: string, found: string, reached: boolean): Aim => ({
  what,
  aim: wanted,
  found,
  reached,
});
