import type { Lease } from '@heliograph/stream';
import type { WriteApi } from '@influxdata/influxdb-client';
import { bisect } from './bisect.ts';
import { type InfluxSettings, openInflux } from './client.influx.ts';
import { type Refusal, refusal, refusedLines } from './errors.ts';
import { toLine } from './line.influx.ts';
import type { PointFate, PointWriter } from './points.ts';
import type { RetentionPolicies } from './retention-policies.ts';

/** The number of lines a request that InfluxDB's documentation recommends. */
const LINES_A_REQUEST = 5000;
/** Above this many bytes a request is compressed, unless it does not leave the machine; the client's own default. */
const GZIP_ABOVE_BYTES = 1000;
/** A comment: all of a write is checked (address, token, bucket) and nothing is stored. */
const NOTHING = '# heliograph';

/**
 * Writes points through the official client, and finds the single points that InfluxDB refuses. A request has points of one
 * measurement: on a 1.x server it is in a retention policy of its own, and on any the lines of one that are refused hold up
 * no other.
 */
export function createPointWriter(settings: InfluxSettings, policies?: RetentionPolicies): PointWriter {
  const common = openWriteApi(settings);
  const apis = new Map<string, WriteApi>();

  async function apiOf(measurement: string): Promise<WriteApi> {
    if (policies === undefined) return common;
    await policies.ensure(measurement);
    const api = apis.get(measurement) ?? openWriteApi(settings, measurement);
    apis.set(measurement, api);
    return api;
  }

  /** Both calls happen before the first await, so that writes of several partitions do not mix. */
  async function send(api: WriteApi, lines: readonly string[]): Promise<void> {
    api.writeRecords([...lines]);
    await api.flush();
  }

  async function tryLines(api: WriteApi, lines: readonly string[], lease: Lease): Promise<Refused | undefined> {
    lease.check();
    try {
      await send(api, lines);
      return undefined;
    } catch (error) {
      const found = refusal(error);
      if (found === undefined) throw error;
      const isOfAll = lines.length === 1 || refusedLines(error) === lines.length;
      // A line is to blame only where the store takes a write without it; else each line would become a dead letter.
      if (isOfAll) await send(api, [NOTHING]);
      return { found, isOfAll };
    }
  }

  async function writeLines(measurement: string, lines: readonly string[], lease: Lease) {
    const api = await apiOf(measurement);
    const refusals: (Refusal | undefined)[] = [];
    for (let start = 0; start < lines.length; start += LINES_A_REQUEST) {
      const some = lines.slice(start, start + LINES_A_REQUEST);
      const refused = await bisect(
        some,
        (part) => tryLines(api, part, lease),
        ({ isOfAll }) => isOfAll,
      );
      refusals.push(...refused.map((one) => one?.found));
    }
    return refusals;
  }

  return {
    async write(points, lease) {
      const fates: PointFate[] = points.map(() => STORED);
      for (const [measurement, indices] of Map.groupBy(points.keys(), (i) => points[i]?.measurement ?? '')) {
        const lines = indices.flatMap((i) => points[i] ?? []).map(toLine);
        const refusals = await writeLines(measurement, lines, lease).catch((error: unknown) => {
          policies?.invalidate(measurement);
          throw error;
        });
        for (const [j, i] of indices.entries()) fates[i] = refusals[j] ?? STORED;
      }
      return fates;
    },
    prove: () => send(common, [NOTHING]),
  };
}

const STORED: PointFate = { kind: 'stored' };

/** Why some lines were refused, and whether all of them are known to have been. */
interface Refused {
  readonly found: Refusal;
  readonly isOfAll: boolean;
}

/**
 * The official client with everything off that would hide a failure: buffering, its own retries, its own logging. With a
 * policy it writes to that one of a 1.x server.
 */
function openWriteApi(settings: InfluxSettings, policy?: string): WriteApi {
  const { influxUrl, influxOrg, influxBucket, influxApi } = settings;
  const api = openInflux(settings).getWriteApi(
    influxOrg,
    policy === undefined ? influxBucket : `${influxBucket}/${policy}`,
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
  if (influxApi === 'v1') {
    const target = { db: influxBucket, ...(policy === undefined ? {} : { rp: policy }), precision: 'ns' };
    api.path = `/write?${new URLSearchParams(target)}`;
  }
  return api;
}

function isLoopback(url: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}
