import { influxOfEnvironment, kafkaOfEnvironment, postgresOfEnvironment } from './environment.ts';
import { influxImage, kafkaImage, postgresImage } from './images.ts';
import { influxOfDistribution, influxOfPath } from './influx.native.ts';
import type { InfluxUrls } from './influx-http.ts';
import { nativeKafka } from './kafka.native.ts';
import { nativePostgres } from './postgres.native.ts';
import type { Site, Started } from './site.ts';
import type { Way } from './ways.ts';

/** The ways of having a service, in the order in which they are tried. */
export interface Ways<T> {
  readonly title: string;
  readonly given: Way<Started<T>>;
  readonly native: readonly Way<Started<T>>[];
  readonly image: Way<Started<T>>;
  /** What to do where none is open. */
  readonly mend: string;
}

export function kafkaWays(site: Site): Ways<string[]> {
  return {
    title: 'Kafka',
    given: kafkaOfEnvironment(site.env),
    native: [nativeKafka(site)],
    image: kafkaImage(site),
    mend: 'Install Java 17 or newer (Debian: apt-get install openjdk-17-jre-headless) or Docker, or set HELIOGRAPH_KAFKA_BROKERS.',
  };
}

export function postgresWays(site: Site): Ways<string> {
  return {
    title: 'PostgreSQL',
    given: postgresOfEnvironment(site.env),
    native: [nativePostgres(site)],
    image: postgresImage(site),
    mend: 'Run npm install again or install Docker, or set HELIOGRAPH_POSTGRES_URL.',
  };
}

export function influxWays(site: Site): Ways<InfluxUrls> {
  return {
    title: 'InfluxDB',
    given: influxOfEnvironment(site.env),
    native: [influxOfPath(site), influxOfDistribution(site)],
    image: influxImage(site),
    mend: 'Install InfluxDB 2 (influxd on the PATH) or Docker, or set HELIOGRAPH_INFLUX_URL, _TOKEN, _ORG and _BUCKET.',
  };
}
