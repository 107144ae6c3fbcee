import type { InfluxUrls } from '@heliograph/local-stack';
import { influxBucket, influxSource, influxSources } from '@heliograph/testkit';
import { InfluxDB } from '@influxdata/influxdb-client';

/** A point: when it was observed, and the key of its system, which is in one of its tags. */
export interface Point {
  readonly time: string;
  readonly system: string;
}

/** The points of a measurement. `tag` is the one that holds the key of a system. */
export async function pointsOf(influx: InfluxUrls, measurement: string, tag: string): Promise<Point[]> {
  return influx.api === 'v1' ? pointsOf1(influx, measurement, tag) : pointsOf2(influx, measurement, tag);
}

async function pointsOf2(influx: InfluxUrls, measurement: string, tag: string): Promise<Point[]> {
  const { url, token, org } = influx;
  const query = `from(bucket: "${influxBucket(influx, measurement)}") |> range(start: 0)
    |> filter(fn: (r) => r._measurement == "${measurement}" and r._field == "reports")`;
  const rows = await new InfluxDB({ url, token }).getQueryApi(org).collectRows<Record<string, string>>(query);
  return rows.map((row) => ({ time: row._time ?? '', system: row[tag] ?? '' }));
}

async function pointsOf1(influx: InfluxUrls, measurement: string, tag: string): Promise<Point[]> {
  const { url, bucket } = influx;
  const query = new URLSearchParams({
    db: bucket,
    q: `SELECT reports, "${tag}" FROM ${influxSource(influx, measurement)}`,
  });
  const { results } = (await (await fetch(`${url}/query?${query}`)).json()) as Results;
  const values = results[0]?.series?.[0]?.values ?? [];
  return values.map(([time, , system]) => ({ time: String(time), system: String(system) }));
}

interface Results {
  readonly results: readonly { readonly series?: readonly { readonly values: readonly unknown[][] }[] }[];
}

/** All that is in the bucket, as text. */
export async function everyPoint(influx: InfluxUrls): Promise<string> {
  const { url, token, org, bucket, api } = influx;
  if (api !== 'v2') {
    const statements = (await influxSources(influx)).map((source) => `SELECT * FROM ${source}`);
    const query = new URLSearchParams({ db: bucket, q: statements.join(';') });
    return (await fetch(`${url}/query?${query}`)).text();
  }
  const query = `from(bucket: "${bucket}") |> range(start: 0)`;
  return JSON.stringify(await new InfluxDB({ url, token }).getQueryApi(org).collectRows(query));
}
