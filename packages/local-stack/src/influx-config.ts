import { join } from 'node:path';

export interface InfluxV1Place {
  readonly dataDir: string;
  readonly port: number;
  readonly rpcPort: number;
  /** Whether it is there for tests, which wait for what has expired to go. */
  readonly shortLived: boolean;
}

/** influxdb.conf of a 1.x server that listens on the loopback interface only and reports to nobody. */
export function influxV1Config({ dataDir, port, rpcPort, shortLived }: InfluxV1Place): string {
  const path = (name: string) => JSON.stringify(join(dataDir, name));
  return `reporting-disabled = true
bind-address = "127.0.0.1:${rpcPort}"

[meta]
  dir = ${path('meta')}
  logging-enabled = false

[data]
  dir = ${path('data')}
  wal-dir = ${path('wal')}
  query-log-enabled = false
  # A fleet has more systems, and thus tag values, than the default of 100,000.
  max-values-per-tag = 0
  max-series-per-database = 0

[retention]
  check-interval = "${shortLived ? '1s' : '10m'}"

[monitor]
  store-enabled = false

[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
  flux-enabled = true
`;
}

/** The arguments of a 2.x server that listens on the loopback interface only and reports to nobody. */
export function influxV2Arguments(dataDir: string, port: number): string[] {
  return [
    '--bolt-path',
    join(dataDir, 'influxd.bolt'),
    '--sqlite-path',
    join(dataDir, 'influxd.sqlite'),
    '--engine-path',
    join(dataDir, 'engine'),
    '--http-bind-address',
    `127.0.0.1:${port}`,
    '--reporting-disabled',
  ];
}

export interface InfluxVersion {
  readonly major: 1 | 2;
  readonly version: string;
}

/**
 * What `influxd version` prints: "InfluxDB v2.7.12 (git: …)" or "InfluxDB v1.6.7~rc0 (git: …)". A server of the 1.x line
 * that `go install` has built prints "InfluxDB vunknown"; one of the 2.x line would print "dev".
 */
export function influxVersion(output: string): InfluxVersion | undefined {
  const version = /InfluxDB v?(\d+\.\d+[^\s(]*|unknown)/.exec(output)?.[1];
  if (version === undefined) return undefined;
  if (version === 'unknown' || version.startsWith('1.')) return { major: 1, version };
  return version.startsWith('2.') ? { major: 2, version } : undefined;
}
