import type { InfluxApi } from '@heliograph/local-stack';
import { SourceEnvelope } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import { guide, SAMPLE } from '../src/up/guide.ts';

const influx = {
  url: 'http://127.0.0.1:18086',
  token: 'secret',
  org: 'heliograph',
  bucket: 'telemetry',
  from: 'InfluxDB',
};
const system = (api: InfluxApi) => ({
  stores: {
    kafka: { brokers: ['127.0.0.1:19092'], from: 'given by HELIOGRAPH_KAFKA_BROKERS' },
    postgres: { url: 'postgres://heliograph:password@127.0.0.1:15432/heliograph', from: 'PostgreSQL' },
    influx: { ...influx, api },
    stop: async () => {},
  },
  variables: { HELIOGRAPH_DEDUP_ADMIN_PORT: '9402' },
  gatewayUrl: 'http://127.0.0.1:8080',
  portalUrl: 'http://127.0.0.1:8081',
});
const lines = (api: InfluxApi = 'v2') => guide(system(api), '/checkout/.heliograph', '/checkout');

/** The words that a shell makes of a line in which only single quotes are special. */
const words = (line: string) => [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

describe('what is printed when the system is ready', () => {
  it('holds a report that can be sent as printed', () => {
    const [, , url, , header, , body] = words(lines().find((line) => line.startsWith('curl -i')) ?? '');
    expect(url).toBe('http://127.0.0.1:8080/v1/telemetry');
    expect(header).toBe('Content-Type: application/json');
    expect(JSON.parse(body ?? '')).toEqual(SAMPLE);
    expect(SourceEnvelope.safeParse(SAMPLE).success).toBe(true);
    expect(SAMPLE.payload).toHaveLength(2);
  });

  it('says where each service and store is, and its log unless it runs elsewhere', () => {
    const text = lines();
    const row = (name: string) => text.find((line) => line.startsWith(`${name} `)) ?? '';
    expect(row('dedup')).toMatch(/http:\/\/127\.0\.0\.1:9402\/readyz +\.heliograph\/logs\/dedup\.log$/);
    expect(row('PostgreSQL')).toMatch(/127\.0\.0\.1:15432 .*\.heliograph\/logs\/postgres\.log$/);
    expect(row('PostgreSQL')).not.toContain('password');
    expect(row('Kafka')).toMatch(/given by HELIOGRAPH_KAFKA_BROKERS$/);
  });

  it('asks InfluxDB in the language of its version', () => {
    expect(lines('v2').join('\n')).toContain('/api/v2/query?org=heliograph');
    expect(lines('v1').join('\n')).toMatch(/\/query\?db=telemetry.*FROM host_telemetry\.host_telemetry'/);
  });
});
