import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { InfluxUrls } from '@heliograph/local-stack';
import { epochNanos, parseRfc3339 } from '@heliograph/schema';
import { influxSources } from '@heliograph/testkit';
import { canonical } from './canonical.ts';
import type { PointSeen } from './evidence.ts';

/** Reads every point of every measurement. InfluxQL, because both 1.x and 2.x answer it, and with nanoseconds. */
export async function readPoints(influx: InfluxUrls): Promise<PointSeen[]> {
  const points: PointSeen[] = [];
  for (const source of await influxSources(influx))
    for await (const { name, columns, values } of query(influx, `SELECT * FROM ${source}`))
      for (const row of values) points.push(toPoint(name, columns, row));
  return points;
}

/** How many points there are, and how many of these systems have one. */
export async function countPoints(
  influx: InfluxUrls,
  systemKeys: readonly string[],
): Promise<{ points: number; stored: number }> {
  const wanted = new Set(systemKeys);
  const found = new Set<string>();
  let points = 0;
  for (const source of await influxSources(influx))
    for await (const { values } of query(influx, `SELECT count(reports) FROM ${source}`))
      for (const row of values) points += Number(row[1]);
  // A system key is a tag: without points of it there is none.
  const keys = 'SHOW TAG VALUES WITH KEY IN ("agent_id", "system_id")';
  for await (const { values } of query(influx, keys))
    for (const [, key] of values) if (wanted.has(String(key))) found.add(String(key));
  return { points, stored: found.size };
}

interface Series {
  readonly name: string;
  readonly columns: readonly string[];
  readonly values: readonly (readonly unknown[])[];
}

interface Chunk {
  readonly results: readonly { readonly series?: readonly Series[]; readonly error?: string }[];
}

/** One line of JSON at a time: the whole answer would be one text of hundreds of megabytes. */
async function* query({ url, token, org, bucket, api }: InfluxUrls, q: string): AsyncGenerator<Series> {
  const parameters = new URLSearchParams({ db: bucket, org, q, chunked: 'true', chunk_size: '5000' });
  const scheme = api === 'v1' ? `Basic ${Buffer.from(token).toString('base64')}` : `Token ${token}`;
  const headers = new Headers(token === '' ? {} : { authorization: scheme });
  const response = await fetch(`${url}/query?${parameters}`, { headers });
  if (!response.ok || response.body === null)
    throw new Error(`InfluxDB answered ${response.status} to ${q}: ${await response.text()}`);
  for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) {
    if (line === '') continue;
    for (const { series = [], error } of (JSON.parse(line) as Chunk).results) {
      if (error !== undefined) throw new Error(`InfluxDB answered to ${q}: ${error}`);
      yield* series;
    }
  }
}

function toPoint(measurement: string, columns: readonly string[], row: readonly unknown[]): PointSeen {
  const present = columns.flatMap((name, i): [string, unknown][] => (row[i] === null ? [] : [[name, row[i]]]));
  const { time, ...rest } = Object.fromEntries(present);
  const instant = parseRfc3339(String(time));
  return {
    measurement,
    systemKey: String(rest.agent_id ?? rest.system_id ?? rest.system_key),
    timeNs: instant === undefined ? String(time) : epochNanos(instant).toString(),
    columns: canonical(rest),
  };
}
