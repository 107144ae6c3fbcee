import { HttpError } from '@influxdata/influxdb-client';
import { z } from 'zod';
import type { ReadRetention } from './bucket.ts';
import { type InfluxSettings, openInflux } from './client.influx.ts';

const Buckets = z.object({
  buckets: z
    .array(z.object({ retentionRules: z.array(z.object({ everySeconds: z.number() })).default([]) }))
    .default([]),
});

/** What a server says to a token that may write to a bucket and not look at it. */
const NOT_FOR_US = [401, 403, 404];

/** Reads how long the bucket of a 2.x server keeps points. */
export function createReadRetention(settings: InfluxSettings): ReadRetention {
  const influx = openInflux(settings);
  const { influxOrg, influxBucket } = settings;

  async function read(): Promise<number | undefined> {
    const query = new URLSearchParams({ org: influxOrg, name: influxBucket });
    const answer: unknown = await influx.transport.request(`/api/v2/buckets?${query}`, '', { method: 'GET' });
    const [bucket] = Buckets.parse(answer).buckets;
    if (bucket === undefined) return undefined;
    return millis(bucket.retentionRules[0]?.everySeconds ?? 0);
  }

  return async () => {
    try {
      return await read();
    } catch (error) {
      if (error instanceof HttpError && NOT_FOR_US.includes(error.statusCode)) return undefined;
      throw error;
    }
  };
}

/** Nothing stands for ever. */
const millis = (seconds: number) => (seconds === 0 ? Number.POSITIVE_INFINITY : seconds * 1000);
