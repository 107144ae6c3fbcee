import type { BackingServices } from '@heliograph/local-stack';
import { InfluxDB } from '@influxdata/influxdb-client';
import { influxBucket, influxSource } from '../../../packages/testkit/src/influx-admin.ts';
import type { Bench } from '../bench.ts';
import { repeat } from './repeat.ts';
import type { Sightings } from './sightings.ts';

type Influx = BackingServices['influx'];

const EVERY_MS = 100;
const MEASUREMENT = 'pulp_status';

/** Looks in InfluxDB for points from the oldest that is waited for on, again and again, until the part ends. */
export function watchPoints(bench: Bench, influx: Influx, sightings: Sightings): void {
  const times = influx.api === 'v1' ? timesOf1(influx) : timesOf2(influx);
  repeat(bench, EVERY_MS, async () => {
    const oldest = sightings.waitingFor.toSorted()[0];
    if (oldest === undefined) return;
    const found = await times(oldest);
    const at = performance.now();
    for (const time of found) sightings.see(time, at);
  });
}

/** Gives the times of points, RFC 3339 with as many digits as they need, from one on. */
type TimesSince = (oldest: string) => Promise<string[]>;

function timesOf2(influx: Influx): TimesSince {
  const { url, token, org } = influx;
  const api = new InfluxDB({ url, token }).getQueryApi(org);
  return async (oldest) => {
    const rows = await api.collectRows<{
      _time: string;
    }>(`from(bucket: "${influxBucket(influx, MEASUREMENT)}") |> range(start: ${oldest})
      |> filter(fn: (r) => r._measurement == "${MEASUREMENT}" and r._field == "reports")
      |> keep(columns: ["_time"])`);
    return rows.map((row) => row._time);
  };
}

function timesOf1(influx: Influx): TimesSince {
  const { url, bucket } = influx;
  return async (oldest) => {
    const q = `SELECT reports FROM ${influxSource(influx, MEASUREMENT)} WHERE time >= '${oldest}'`;
    const response = await fetch(`${url}/query?${new URLSearchParams({ db: bucket, q })}`);
    const { results } = (await response.json()) as Results;
    return (results[0]?.series?.[0]?.values ?? []).map(([time]) => time);
  };
}

interface Results {
  readonly results: readonly { readonly series?: readonly { readonly values: readonly [string, number][] }[] }[];
}
