import { relative } from 'node:path';
import { columns } from '@heliograph/cli';
import { SERVICES } from '@heliograph/schema';
import { portOf } from './environment.ts';
import type { System } from './system.ts';

const host = (agent_id: string) => ({
  installation_id: '7826342e-8888-8888-8888-253f89af9127',
  agent_id,
  sles_version: '15-SP2',
  cpu_count: 2,
  socket_count: 8,
  total_memory_mb: 4096,
  cloud_provider: 'azure',
  time: '2021-11-23T11:04:02.462687463+01:00',
});

/** Two hosts, as the concept of the first source shows them. */
export const SAMPLE = {
  application: 'trento',
  telemetry_type: 'host_telemetry',
  time: '2021-11-23T11:04:02.462687463+01:00',
  payload: [host('e93c2b22-5555-5555-8666-12372d2cb8ac'), host('e93c2b22-4444-4444-4444-12372d2cb8ac')],
};

type Shown = Pick<System, 'variables' | 'gatewayUrl' | 'portalUrl'> & {
  readonly stores: Pick<System['stores'], 'kafka' | 'postgres' | 'influx'>;
};

/** What runs where, a report to send as printed, and how to see what became of it. */
export function guide(system: Shown, dataDir: string, cwd: string): string[] {
  const place = relative(cwd, dataDir) || '.';
  return [
    ...columns([['service', 'address', 'status', 'log'], ...serviceRows(system, place)]),
    '',
    ...columns([['store', 'address', 'what it is', 'log'], ...storeRows(system, place)]),
    '',
    'Send a report:',
    `curl -i ${system.gatewayUrl}/v1/telemetry -H 'Content-Type: application/json' -d '${JSON.stringify(SAMPLE)}'`,
    '',
    'See what became of it:',
    `psql '${system.stores.postgres.url}' -c 'SELECT system_key, observed_at, payload FROM telemetry.observations'`,
    influxQuery(system.stores.influx),
    `HELIOGRAPH_KAFKA_BROKERS=${system.stores.kafka.brokers.join(',')} npm run --silent heliograph -- tail observations`,
    `${system.portalUrl}/`,
    '',
    `Ctrl-C stops everything; the data stays in ${place}/`,
  ];
}

function serviceRows({ variables, gatewayUrl, portalUrl }: Shown, place: string): string[][] {
  const address: Partial<Record<string, string>> = { gateway: `${gatewayUrl}/v1/telemetry`, portal: `${portalUrl}/` };
  return SERVICES.map((service) => {
    const admin = `http://127.0.0.1:${portOf(variables, service, 'admin')}/readyz`;
    return [service, address[service] ?? '', admin, `${place}/logs/${service}.log`];
  });
}

function storeRows({ stores: { kafka, postgres, influx } }: Shown, place: string): string[][] {
  const log = (name: string, from: string) => (from.startsWith('given by') ? '' : `${place}/logs/${name}.log`);
  return [
    ['Kafka', kafka.brokers.join(','), kafka.from, log('kafka', kafka.from)],
    ['PostgreSQL', new URL(postgres.url).host, postgres.from, log('postgres', postgres.from)],
    ['InfluxDB', influx.url, influx.from, log('influx', influx.from)],
  ];
}

function influxQuery({ url, token, org, bucket, api }: Shown['stores']['influx']): string {
  switch (api) {
    case 'v2': {
      const query = `from(bucket: "${bucket}") |> range(start: -1d) |> filter(fn: (r) => r._measurement == "host_telemetry")`;
      const headers = `-H 'Authorization: Token ${token}' -H 'Content-Type: application/vnd.flux'`;
      return `curl -s '${url}/api/v2/query?org=${encodeURIComponent(org)}' ${headers} -d '${query}'`;
    }
    case 'v1.8':
    case 'v1':
      return `curl -sG '${url}/query?db=${encodeURIComponent(bucket)}&pretty=true' --data-urlencode 'q=SELECT * FROM host_telemetry.host_telemetry'`;
    default:
      return api satisfies never;
  }
}
