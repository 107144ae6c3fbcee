import { influxOfEnvironment, kafkaOfEnvironment, postgresOfEnvironment } from './environment.ts';
import { influxImage, kafkaImage, postgresImage } from './images.ts';
import { influxBuilt, influxOfDistribution, influxOfPath } from './influx.native.ts';
import type { InfluxUrls } from './influx-http.ts';
import { nativeKafka } from './kafka.native.ts';
import { nativePostgres } from './postgres.native.ts';
import type { Plan, Provider } from './providers.ts';
import type { Site, Started } from './site.ts';

/** Which providers may be used beside a URL in the environment; by default both, native ones first. */
export type Mode = 'auto' | 'native' | 'containers';

type Open<T> = Plan<Started<T>>;

export function kafkaPlan(site: Site, mode: Mode): Open<string[]> {
  return {
    title: 'Kafka',
    providers: [kafkaOfEnvironment(site.env), ...local(mode, [nativeKafka(site)]), ...images(mode, kafkaImage(site))],
    mend: 'Install Java 17 or newer (Debian: apt-get install openjdk-17-jre-headless, or openjdk-21-jre-headless) or Docker, or set HELIOGRAPH_KAFKA_BROKERS.',
  };
}

export function postgresPlan(site: Site, mode: Mode): Open<string> {
  return {
    title: 'PostgreSQL',
    providers: [
      postgresOfEnvironment(site.env),
      ...local(mode, [nativePostgres(site)]),
      ...images(mode, postgresImage(site)),
    ],
    mend: 'Run npm install again or install Docker, or set HELIOGRAPH_POSTGRES_URL.',
  };
}

/** The servers that differ in what they understand: InfluxQL alone, the writes and queries of 2.x besides, all of 2.x. */
export const INFLUX_LINES = ['1.6', '1.8', '2'] as const;
export type InfluxLine = (typeof INFLUX_LINES)[number];

export function influxPlan(site: Site, mode: Mode, line?: InfluxLine): Open<InfluxUrls> {
  if (line !== undefined) return influxLinePlan(site, line);
  return {
    title: 'InfluxDB',
    providers: [
      influxOfEnvironment(site.env),
      ...local(mode, [influxOfPath(site), influxOfDistribution(site)]),
      ...images(mode, influxImage(site)),
    ],
    mend: 'Install InfluxDB 2 (influxd on the PATH) or Docker, or set HELIOGRAPH_INFLUX_URL, _TOKEN, _ORG and _BUCKET.',
  };
}

function influxLinePlan(site: Site, line: InfluxLine): Open<InfluxUrls> {
  const title = `InfluxDB ${line}`;
  switch (line) {
    case '1.6':
      return {
        title,
        providers: [influxOfDistribution(site)],
        mend: 'Debian and Ubuntu have it as the package influxdb.',
      };
    case '1.8':
      return { title, providers: [influxBuilt(site)], mend: 'Build it with Go: npx pnpm@10.34.9 run build:influxd' };
    case '2':
      return {
        title,
        providers: [influxOfPath(site, [2]), influxImage(site)],
        mend: 'Install it (influxd on the PATH) or Docker.',
      };
    default:
      return line satisfies never;
  }
}

function local<T>(mode: Mode, providers: readonly Provider<T>[]): readonly Provider<T>[] {
  return mode === 'containers' ? [] : providers;
}

function images<T>(mode: Mode, provider: Provider<T>): readonly Provider<T>[] {
  return mode === 'native' ? [] : [provider];
}
