import type { Lease } from '@heliograph/stream';
import type { WriteApi } from '@influxdata/influxdb-client';
import { bisect } from './bisect.ts';
import { type InfluxSettings, openInflux } from './client.influx.ts';
import { refusal } from './errors.ts';
import { toLine } from './line.influx.ts';
import type { PointWriter } from './points.ts';

/** The number of lines a request that InfluxDB's documentation recommends. */
const LINES_A_REQUEST = 5000;
/** Above this many bytes a request is compressed, unless it does not leave the machine; the client's own default. */
const GZIP_ABOVE_BYTES = 1000;
/** A comment: all of a write is checked (address, token, bucket) and nothing is stored. */
const NOTHING = '# heliograph';

/** Writes points through the official client, and finds the single points that InfluxDB refuses. */
export function createPointWriter(settings: InfluxSettings): PointWriter {
  const api = openWriteApi(settings);

  /** Both calls happen before the first await, so that writes of several partitions do not mix. */
  async function send(lines: readonly string[]): Promise<void> {
    api.writeRecords([...lines]);
    await api.flush();
  }

  async function tryLines(lines: readonly string[], lease: Lease): Promise<string | undefined> {
    lease.check();
    try {
      await send(lines);
      return undefined;
    } catch (error) {
      const why = refusal(error);
      if (why === undefined) throw error;
      // A line is to blame only where the store takes a write without it; else each line would become a dead letter.
      if (lines.length === 1) await send([NOTHING]);
      return why;
    }
  }

  return {
    async write(points, lease) {
      const lines = points.map(toLine);
      const refusals: (string | undefined)[] = [];
      for (let start = 0; start < lines.length; start += LINES_A_REQUEST)
        refusals.push(...(await bisect(lines.slice(start, start + LINES_A_REQUEST), (some) => tryLines(some, lease))));
      return refusals.map((why) => (why === undefined ? { kind: 'stored' } : { kind: 'rejected', why }));
    },
    prove: () => send([NOTHING]),
  };
}

/** The official client with everything off that would hide a failure: buffering, its own retries, its own logging. */
function openWriteApi(settings: InfluxSettings): WriteApi {
  const { influxUrl, influxOrg, influxBucket, influxApi } = settings;
  const api = openInflux(settings).getWriteApi(influxOrg, influxBucket, 'ns', {
    // One more than is ever written at once: a full buffer is sent by itself, and its failure told to nobody.
    batchSize: LINES_A_REQUEST + 1,
    maxBatchBytes: Number.POSITIVE_INFINITY,
    flushInterval: 0,
    maxRetries: 0,
    writeFailed: (error) => Promise.reject(error),
    gzipThreshold: isLoopback(influxUrl) ? Number.POSITIVE_INFINITY : GZIP_ABOVE_BYTES,
  });
  if (influxApi === 'v1') api.path = `/write?db=${encodeURIComponent(influxBucket)}&precision=ns`;
  return api;
}

function isLoopback(url: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}
