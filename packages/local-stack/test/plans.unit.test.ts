import { describe, expect, it } from 'vitest';
import { type InfluxLine, influxPlan, kafkaPlan, type Mode, postgresPlan } from '../src/plans.ts';
import { startFirstAvailable } from '../src/providers.ts';
import type { Site } from '../src/site.ts';

/** A machine with nothing on its PATH. */
function bare(env: NodeJS.ProcessEnv = {}): Site {
  return {
    dataDir: '/nowhere',
    logDir: '/nowhere/logs',
    runDir: '/nowhere/run',
    cacheDir: '/nowhere/cache',
    env: { PATH: '/nowhere/bin', ...env },
    signal: new AbortController().signal,
    keepsData: false,
    shortLived: false,
    progress: () => {},
    port: async (preferred) => preferred,
  };
}

describe('on a machine with nothing', () => {
  const lines: [string, (site: Site, mode: Mode) => Promise<unknown>, string][] = [
    [
      'Kafka',
      (site, mode) => startFirstAvailable(kafkaPlan(site, mode), site.signal),
      'Kafka cannot be started (no HELIOGRAPH_KAFKA_BROKERS; no Java 17 or newer; no Docker). Install Java 17 or newer (Debian: apt-get install openjdk-17-jre-headless, or openjdk-21-jre-headless) or Docker, or set HELIOGRAPH_KAFKA_BROKERS.',
    ],
    [
      'InfluxDB',
      (site, mode) => startFirstAvailable(influxPlan(site, mode), site.signal),
      'InfluxDB cannot be started (no HELIOGRAPH_INFLUX_URL; no influxd on the PATH; no apt-get to fetch the package influxdb with; no Docker). Install InfluxDB 2 (influxd on the PATH) or Docker, or set HELIOGRAPH_INFLUX_URL, _TOKEN, _ORG and _BUCKET.',
    ],
  ];
  const influxLines: [InfluxLine, string][] = [
    [
      '1.6',
      'InfluxDB 1.6 cannot be started (no apt-get to fetch the package influxdb with). Debian and Ubuntu have it as the package influxdb.',
    ],
    [
      '1.8',
      'InfluxDB 1.8 cannot be started (no /nowhere/cache/influxd-1.8.10/influxd). Build it with Go: npx pnpm@10.34.9 run build:influxd',
    ],
    [
      '2',
      'InfluxDB 2 cannot be started (no influxd on the PATH; no Docker). Install it (influxd on the PATH) or Docker.',
    ],
  ];
  it.each(influxLines)('InfluxDB %s alone is one clear line', async (line, message) => {
    const site = bare();
    await expect(startFirstAvailable(influxPlan(site, 'auto', line), site.signal)).rejects.toThrow(message);
  });

  it.each(lines)('%s is one clear line', async (_, go, line) => {
    await expect(go(bare(), 'auto')).rejects.toThrow(line);
  });

  it('containers alone look for Docker alone', async () => {
    const site = bare();
    await expect(startFirstAvailable(postgresPlan(site, 'containers'), site.signal)).rejects.toThrow(
      'PostgreSQL cannot be started (no HELIOGRAPH_POSTGRES_URL; no Docker).',
    );
  });

  it('native providers alone do not look for Docker', async () => {
    const site = bare();
    await expect(startFirstAvailable(kafkaPlan(site, 'native'), site.signal)).rejects.toThrow(
      '(no HELIOGRAPH_KAFKA_BROKERS; no Java 17 or newer)',
    );
  });
});

describe('a URL in the environment', () => {
  it('comes before everything else, and nothing is started', async () => {
    const site = bare({
      HELIOGRAPH_KAFKA_BROKERS: 'one:9092, two:9092',
      HELIOGRAPH_POSTGRES_URL: 'postgres://db/heliograph',
      HELIOGRAPH_INFLUX_URL: 'http://points:8086',
      HELIOGRAPH_INFLUX_TOKEN: 'token',
      HELIOGRAPH_INFLUX_ORG: 'org',
      HELIOGRAPH_INFLUX_BUCKET: 'bucket',
    });
    const kafka = await startFirstAvailable(kafkaPlan(site, 'auto'), site.signal);
    expect(kafka).toMatchObject({ value: ['one:9092', 'two:9092'], from: 'given by HELIOGRAPH_KAFKA_BROKERS' });
    expect((await startFirstAvailable(postgresPlan(site, 'auto'), site.signal)).value).toBe('postgres://db/heliograph');
    expect((await startFirstAvailable(influxPlan(site, 'auto'), site.signal)).value).toEqual({
      url: 'http://points:8086',
      token: 'token',
      org: 'org',
      bucket: 'bucket',
      api: 'v2',
    });
  });

  it('of InfluxDB 2 needs token, organisation and bucket; of 1 it does not', async () => {
    const url = { HELIOGRAPH_INFLUX_URL: 'http://points:8086', HELIOGRAPH_INFLUX_ORG: 'org' };
    expect(() => influxPlan(bare(url), 'auto')).toThrow(
      'HELIOGRAPH_INFLUX_URL is set, but HELIOGRAPH_INFLUX_TOKEN, HELIOGRAPH_INFLUX_BUCKET is not; set them, or unset the URL',
    );
    const site = bare({ ...url, HELIOGRAPH_INFLUX_API: 'v1' });
    const { value } = await startFirstAvailable(influxPlan(site, 'auto'), site.signal);
    expect(value).toEqual({ url: 'http://points:8086', token: '', org: 'org', bucket: 'telemetry', api: 'v1' });
    const v18 = await startFirstAvailable(
      influxPlan(bare({ ...url, HELIOGRAPH_INFLUX_API: 'v1.8' }), 'auto'),
      site.signal,
    );
    expect(v18.value).toMatchObject({ token: '', api: 'v1.8' });
    const wrong = bare({ ...url, HELIOGRAPH_INFLUX_API: 'v3' });
    expect(() => influxPlan(wrong, 'auto')).toThrow('HELIOGRAPH_INFLUX_API is v3; it may be v2, v1.8, v1');
  });
});
