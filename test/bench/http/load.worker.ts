import { ascending, percentile } from '../statistics.ts';
import { answer, workerInput } from '../worker-side.ts';
import { openConnection } from './connection.ts';
import { Load, type LoadResult } from './load.ts';
import { aRequest } from './request.ts';

const { port, connections, reports, seconds, run } = workerInput(Load);
const times: number[] = [];
const statuses: Record<string, number> = {};

async function keepAsking(lane: number, until: number): Promise<void> {
  const connection = await openConnection(port);
  const request = aRequest(reports, run * connections + lane, Date.now());
  for (let sending = 0; performance.now() < until; sending += 1) {
    request.renew(sending);
    const from = performance.now();
    const status = await connection.exchange(request.bytes);
    times.push(performance.now() - from);
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  connection.close();
}

const began = performance.now();
const until = began + seconds * 1000;
await Promise.all(Array.from({ length: connections }, (_, lane) => keepAsking(lane, until)));
const took = (performance.now() - began) / 1000;
const sorted = Float64Array.from(times).sort(ascending);
answer({
  requests: times.length,
  seconds: took,
  p50: percentile(sorted, 0.5),
  p99: percentile(sorted, 0.99),
  statuses,
} satisfies LoadResult);
process.disconnect?.();
