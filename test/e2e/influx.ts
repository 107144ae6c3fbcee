import type { InfluxUrls } from '@heliograph/local-stack';
import { InfluxDB } from '@influxdata/influxdb-client';

/** The points of a measurement, each told by its time and its tag `agent_id` or `system_id`. */
export async function pointsOf(influx: InfluxUrls, measurement: string): Promise<string[]> {
  return influx.api === 'v1' ? pointsOf1(influx, measurement) : pointsOf2(influx, measurement);
}

async function pointsOf2({ url, token, org, bucket }: InfluxUrls, measurement: string): Promise<string[]> {
  const query = `from(bucket: "${bucket}") |> range(start: 0)
    |> filter(fn: (r) => r._measurement == "${measurement}" and r._field == "reports")`;
  const rows = await new InfluxDB({ url, token }).getQueryApi(org).collectRows<Record<string, string>>(query);
  return rows.map((row) => `${row._time} ${row.agent_id ?? row.system_id}`);
}

async function pointsOf1({ url, bucket }: InfluxUrls, measurement: string): Promise<string[]> {
  const query = new URLSearchParams({ db: bucket, q: `SELECT reports, agent_id FROM ${measurement}` });
  const { results } = (await (await fetch(`${url}/query?${query}`)).json()) as Results;
  return (results[0]?.series?.[0]?.values ?? []).map(([time, , agent]) => `${time} ${agent}`);
}

interface Results {
  readonly results: readonly { readonly series?: readonly { readonly values: readonly unknown[][] }[] }[];
}

/** All that is in the bucket, as text. */
export async function everyPoint({ url, token, org, bucket, api }: InfluxUrls): Promise<string> {
  if (api === 'v1') {
    const query = new URLSearchParams({ db: bucket, q: 'SELECT * FROM /.*/' });
    return (await fetch(`${url}/query?${query}`)).text();
  }
  const query = `from(bucket: "${bucket}") |> range(start: 0)`;
  return JSON.stringify(await new InfluxDB({ url, token }).getQueryApi(org).collectRows(query));
}
