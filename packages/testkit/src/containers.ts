import { randomBytes } from 'node:crypto';
import { anyFreePort, brokerEnvironment, IMAGES, STARTED, setUpV2 } from '@heliograph/local-stack';
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import type { BackingUrls } from './backing.ts';

/** Kafka, PostgreSQL and InfluxDB as containers, all at once; they are removed by `stop`, or with this process. */
export async function startContainers(): Promise<BackingUrls & { stop(): Promise<void> }> {
  const started: StartedTestContainer[] = [];
  const start = async (container: GenericContainer) => {
    const one = await container.start();
    started.push(one);
    return one;
  };
  const stop = async () => void (await Promise.all(started.map((one) => one.stop())));
  const settled = await Promise.allSettled([kafka(start), postgres(start), influx(start)]);
  const [brokers, database, points] = settled;
  if (brokers.status === 'rejected' || database.status === 'rejected' || points.status === 'rejected') {
    await stop();
    throw new AggregateError(settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])));
  }
  return { kafka: brokers.value, postgres: database.value, influx: points.value, stop };
}

type Start = (container: GenericContainer) => Promise<StartedTestContainer>;

async function kafka(start: Start): Promise<string[]> {
  // A broker tells its clients its address: the port has to be known before it starts.
  const port = await anyFreePort();
  const container = new GenericContainer(IMAGES.kafka)
    .withEnvironment(brokerEnvironment(port))
    .withExposedPorts({ container: port, host: port })
    .withWaitStrategy(Wait.forLogMessage(STARTED));
  await start(container);
  return [`127.0.0.1:${port}`];
}

async function postgres(start: Start): Promise<string> {
  const environment = { POSTGRES_USER: 'heliograph', POSTGRES_PASSWORD: 'heliograph', POSTGRES_DB: 'heliograph' };
  const container = new GenericContainer(IMAGES.postgres)
    .withEnvironment(environment)
    .withExposedPorts(5432)
    // The image starts the server once to set it up, and then once more to serve.
    .withWaitStrategy(Wait.forLogMessage('ready to accept connections', 2));
  const started = await start(container);
  return `postgres://heliograph:heliograph@${started.getHost()}:${started.getMappedPort(5432)}/heliograph`;
}

async function influx(start: Start): Promise<BackingUrls['influx']> {
  const container = new GenericContainer(IMAGES.influx)
    .withExposedPorts(8086)
    .withWaitStrategy(Wait.forHttp('/ping', 8086).forStatusCode(204));
  const started = await start(container);
  const url = `http://${started.getHost()}:${started.getMappedPort(8086)}`;
  return setUpV2(url, randomBytes(16).toString('hex'));
}
