import { InfluxDB } from '@influxdata/influxdb-client';

export interface InfluxSettings {
  readonly influxUrl: string;
  /** Of the 1.x API: `user:password`, or empty where the server asks for none. */
  readonly influxToken: string;
  readonly influxOrg: string;
  /** Of the 1.x API: the database. */
  readonly influxBucket: string;
  readonly influxApi: 'v1' | 'v2';
}

/** The official client. Without `timeoutMs` it waits for an answer as long as it does by default: 10 s. */
export function openInflux(settings: InfluxSettings, timeoutMs?: number): InfluxDB {
  const timeout = timeoutMs === undefined ? {} : { timeout: timeoutMs };
  return new InfluxDB({ url: settings.influxUrl, ...timeout, ...credentials(settings) });
}

/** Basic authentication is the one that every 1.x understands. */
function credentials({ influxApi, influxToken }: InfluxSettings) {
  if (influxToken === '') return {};
  if (influxApi === 'v2') return { token: influxToken };
  return { headers: { authorization: `Basic ${Buffer.from(influxToken).toString('base64')}` } };
}
