import { InfluxDB } from '@influxdata/influxdb-client';

export interface InfluxSettings {
  readonly influxUrl: string;
  /** Of a 1.x server: `user:password`, or empty if it requires none. */
  readonly influxToken: string;
  readonly influxOrg: string;
  /** Of a 1.x server: the database. */
  readonly influxBucket: string;
  /** `v1.8` writes as 2.x does, and reads settings and deletes by InfluxQL, as `v1` does. */
  readonly influxApi: 'v2' | 'v1.8' | 'v1';
}

/** The official client. Without `timeoutMs` it waits for an answer as long as it does by default: 10 s. */
export function openInflux(settings: InfluxSettings, timeoutMs?: number): InfluxDB {
  const timeout = timeoutMs === undefined ? {} : { timeout: timeoutMs };
  return new InfluxDB({ url: settings.influxUrl, ...timeout, ...credentials(settings) });
}

/** Basic authentication is the one that every 1.x understands; 1.8 understands it as a token too. */
function credentials({ influxApi, influxToken }: InfluxSettings) {
  if (influxToken === '') return {};
  if (influxApi !== 'v1') return { token: influxToken };
  return { headers: { authorization: `Basic ${Buffer.from(influxToken).toString('base64')}` } };
}
