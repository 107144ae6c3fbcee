import { join } from 'node:path';
import { type Container, containerName, findDocker, startContainer, untilContainerReady } from './docker.ts';
import { type InfluxUrls, pingsInflux, setUpV2 } from './influx-http.ts';
import { brokerEnvironment, STARTED } from './kafka-config.ts';
import { connects } from './postgres-database.ts';
import { run } from './programs.ts';
import type { Provider } from './providers.ts';
import { loadOrCreateSecret } from './secrets.ts';
import type { Site, Started } from './site.ts';

/** The images that stand in for a local install; the same as in docker-compose.yml. */
export const IMAGES = { kafka: 'apache/kafka:4.1.1', postgres: 'postgres:17', influx: 'influxdb:2' } as const;

export function kafkaImage(site: Site): Provider<Started<string[]>> {
  return imageProvider(site, async (docker) => {
    const port = await site.port(19_092);
    const ports = { containerPort: port, hostPort: port };
    const env = brokerEnvironment(port);
    const dataPath = '/var/lib/kafka/data';
    const hasStarted = async () => {
      const name = containerName('kafka', site.dataDir);
      return (await run(docker, ['logs', name], { env: site.env })).output.includes(STARTED);
    };
    const ends = await up(docker, { service: 'kafka', image: IMAGES.kafka, ...ports, env, dataPath }, site, hasStarted);
    return { value: [`127.0.0.1:${port}`], from: `Docker image ${IMAGES.kafka}`, ...ends };
  });
}

export function postgresImage(site: Site): Provider<Started<string>> {
  return imageProvider(site, async (docker) => {
    const port = await site.port(15_432);
    const ports = { containerPort: 5432, hostPort: port };
    const password = await loadOrCreateSecret(join(site.dataDir, 'postgres.secret'));
    const env = { POSTGRES_USER: 'heliograph', POSTGRES_PASSWORD: password, POSTGRES_DB: 'heliograph' };
    const dataPath = '/var/lib/postgresql/data';
    const url = `postgres://heliograph:${password}@127.0.0.1:${port}/heliograph`;
    const container = { service: 'postgres', image: IMAGES.postgres, ...ports, env, dataPath };
    const ends = await up(docker, container, site, () => connects(url));
    return { value: url, from: `Docker image ${IMAGES.postgres}`, ...ends };
  });
}

export function influxImage(site: Site): Provider<Started<InfluxUrls>> {
  return imageProvider(site, async (docker) => {
    const port = await site.port(18_086);
    const ports = { containerPort: 8086, hostPort: port };
    const token = await loadOrCreateSecret(join(site.dataDir, 'influx.secret'));
    const url = `http://127.0.0.1:${port}`;
    const container = { service: 'influx', image: IMAGES.influx, ...ports, env: {}, dataPath: '/var/lib/influxdb2' };
    const ends = await up(docker, container, site, () => pingsInflux(url));
    return { value: await setUpV2(url, token), from: `Docker image ${IMAGES.influx}`, ...ends };
  });
}

function imageProvider<T>(site: Site, start: (docker: string) => Promise<T>): Provider<T> {
  return {
    async look() {
      const docker = await findDocker(site.env);
      return typeof docker === 'string' ? () => start(docker) : docker;
    },
  };
}

async function up(docker: string, container: Container, site: Site, probe: () => Promise<boolean>) {
  const ends = await startContainer(docker, container, site);
  try {
    await untilContainerReady(docker, container.service, site, probe);
  } catch (error) {
    await ends.stop();
    throw error;
  }
  return ends;
}
