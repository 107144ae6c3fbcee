import { InfluxDB, type WriteApi } from '@influxdata/influxdb-client';
import { bisect } from './bisect.ts';
import { refusal } from './errors.ts';
import { toLine } from './line.influx.ts';
import type { PointWriter } from './points.ts';

export interface InfluxSettings {
  readonly influxUrl: string;
  /** Of the 1.x API: `user:password`, or empty where the server asks for none. */
  readonly influxToken: string;
  readonly influxOrg: string;
  /** Of the 1.x API: the database. */
  readonly influxBucket: string;
  readonly influxApi: 'v1' | 'v2';
}

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

  async function tryLines(lines: readonly string[]): Promise<string | undefined> {
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
    async write(points) {
      const lines = points.map(toLine);
      const refusals: (string | undefined)[] = [];
      for (let start = 0; start < lines.length; start += LINES_A_REQUEST)
        refusals.push(...(await bisect(lines.slice(start, start + LINES_A_REQUEST), tryLines)));
      return refusals.map((why) => (why === undefined ? { kind: 'stored' } : { kind: 'rejected', why }));
    },
    prove: () => send([NOTHING]),
  };
}

/** The official client with everything off that would hide a failure: buffering, its own retries, its own logging. */
function openWriteApi({ influxUrl, influxToken, influxOrg, influxBucket, influxApi }: InfluxSettings): WriteApi {
  const api = new InfluxDB({ url: influxUrl, ...credentials(influxApi, influxToken) }).getWriteApi(
    influxOrg,
    influxBucket,
    'ns',
    {
      // One more than is ever written at once: a full buffer is sent by itself, and its failure told to nobody.
      batchSize: LINES_A_REQUEST + 1,
      maxBatchBytes: Number.POSITIVE_INFINITY,
      flushInterval: 0,
      maxRetries: 0,
      writeFailed: (error) => Promise.reject(error),
      gzipThreshold: isLoopback(influxUrl) ? Number.POSITIVE_INFINITY : GZIP_ABOVE_BYTES,
    },
  );
  if (influxApi === 'v1') api.path = `/write?db=${encodeURIComponent(influxBucket)}&precision=ns`;
  return api;
}

/** Basic authentication is the one that every 1.x understands. */
function credentials(api: InfluxSettings['influxApi'], token: string) {
  if (token === '') return {};
  if (api === 'v2') return { token };
  return { headers: { authorization: `Basic ${Buffer.from(token).toString('base64')}` } };
}

function isLoopback(url: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}
