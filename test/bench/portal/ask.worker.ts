import { openConnection } from '../http/connection.ts';
import { ascending, percentile } from '../statistics.ts';
import { answer, workerInput } from '../worker-side.ts';
import { type Asked, Asking } from './ask.ts';

const { port, path, connections, seconds } = workerInput(Asking);
const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n`);
const times: number[] = [];

async function keepAsking(until: number): Promise<void> {
  const connection = await openConnection(port);
  while (performance.now() < until) {
    const from = performance.now();
    const status = await connection.exchange(request);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    times.push(performance.now() - from);
  }
  connection.close();
}

const began = performance.now();
await Promise.all(Array.from({ length: connections }, () => keepAsking(began + seconds * 1000)));
const took = (performance.now() - began) / 1000;
const sorted = Float64Array.from(times).sort(ascending);
const [p50, p99] = [percentile(sorted, 0.5), percentile(sorted, 0.99)];
answer({ requests: times.length, seconds: took, p50, p99 } satisfies Asked);
process.disconnect?.();
