import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { KafkaSettings } from '@heliograph/stream';
import type { TestBucket } from '@heliograph/testkit';

const CLI = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));

/** Runs `heliograph replay --json` with these arguments on the topics of a test. */
export async function replay(kafka: KafkaSettings, partitions: number, ...argv: string[]) {
  const env = {
    ...process.env,
    HELIOGRAPH_KAFKA_BROKERS: kafka.brokers.join(','),
    HELIOGRAPH_TOPIC_PREFIX: kafka.topicPrefix,
    HELIOGRAPH_TOPIC_PARTITIONS: String(partitions),
  };
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'replay', '--json', ...argv], { env });
  return JSON.parse(stdout);
}

function headersOf({ api, token }: TestBucket): Record<string, string> {
  if (token === '') return {};
  return { authorization: api === 'v1' ? `Basic ${Buffer.from(token).toString('base64')}` : `Token ${token}` };
}

/** Writes one point of a measurement with these fields, beside influx-sink and in the same place. */
export async function writeLine(influx: TestBucket, measurement: string, fields: string): Promise<void> {
  const target =
    influx.api === 'v2'
      ? `/api/v2/write?${new URLSearchParams({ org: influx.org, bucket: influx.bucket })}`
      : `/write?${new URLSearchParams({ db: influx.bucket, rp: measurement })}`;
  const body = `${measurement} ${fields}`;
  const response = await fetch(`${influx.url}${target}`, { method: 'POST', headers: headersOf(influx), body });
  if (!response.ok) throw new Error(`InfluxDB answered ${response.status}: ${await response.text()}`);
}

/** Asks in InfluxQL: the values of each row. */
export async function select(influx: TestBucket, q: string): Promise<readonly unknown[][]> {
  const query = new URLSearchParams({ db: influx.bucket, q });
  const response = await fetch(`${influx.url}/query?${query}`, { headers: headersOf(influx) });
  const { results } = (await response.json()) as { results: { series?: { values: unknown[][] }[] }[] };
  return results.flatMap(({ series = [] }) => series).flatMap(({ values }) => values);
}
