import { createHealth } from '@heliograph/runtime';
import { topicsOf } from '@heliograph/schema';
import { createPublisher, type KafkaSettings, readTopic, startSink } from '@heliograph/stream';
import { anObservation, eventually, makeTopics, shippedDefinitions, testRuntime } from '@heliograph/testkit';
import type { InfluxSettings } from '../src/client.influx.ts';
import { INFLUX_SINK_ERRORS } from '../src/errors.ts';
import { createHandler } from '../src/handler.ts';
import { openStores } from '../src/stores.ts';

const STAGE = 'influx-sink';
/** Without requests nobody asks it anything. */
const NO_POSTGRES = 'postgres://127.0.0.1:1/none';

export type RunningSink = Awaited<ReturnType<typeof runSink>>;

/** The sink as main.ts puts it together, in this process, on one partition. */
export async function runSink(kafka: KafkaSettings, settings: InfluxSettings, postgresUrl = NO_POSTGRES) {
  await makeTopics(kafka, topicsOf(STAGE));

  const health = createHealth();
  const joins: object[] = [];
  const { failures, registry, fail, log: silent } = testRuntime();
  const log = {
    ...silent,
    info: (fields: object, message: string) => void (message === 'partitions assigned' && joins.push(fields)),
  };
  const register = shippedDefinitions();
  const stores = openStores({ ...settings, postgresUrl, influxSinkMigrate: true }, register, log);
  const store = { write: createHandler(register, stores), position: stores.position };
  const sink = await startSink({
    stage: STAGE,
    version: 'test',
    input: 'observations',
    kafka,
    runtime: { log, health, registry, fail },
    open: () => store,
    errors: INFLUX_SINK_ERRORS,
  });
  const publisher = await createPublisher({
    kafka,
    stage: 'dedup',
    topic: 'observations',
    maxInFlightBytes: 1e7,
    deliveryTimeoutMs: 10_000,
    runtime: testRuntime(),
  });

  const retries = async (cause: string): Promise<number> => {
    const metrics = await registry.getMetricsAsJSON();
    const values = metrics.find(({ name }) => name === 'heliograph_retries_total')?.values ?? [];
    return values.find(({ labels }) => labels.cause === cause)?.value ?? 0;
  };

  return {
    failures,
    /** How often the group was dealt anew. */
    joins: () => joins.length,
    deadLetters: () => readTopic(kafka, 'observations.dead'),
    /** Resolves once all parts can work. */
    ready: () => eventually(async () => health.status().ready),
    /** Resolves once readiness and a metric that counts on say that a partition waits because of `cause`. */
    async waitsFor(cause: string): Promise<void> {
      const before = await retries(cause);
      await eventually(async () => {
        const { ready, parts } = health.status();
        const isTold = Object.values(parts).some(({ why }) => why === cause);
        return !ready && isTold && (await retries(cause)) > before;
      });
    },
    /** Publishes observations of systems of these names, in one request. */
    async publish(systems: readonly string[], given: Parameters<typeof anObservation>[0] = {}): Promise<void> {
      const observed_at = new Date().toISOString();
      const records = systems.map((system_key) => {
        const observation = anObservation({ observed_at, system_key, ...given });
        return { key: system_key, value: Buffer.from(JSON.stringify(observation)), headers: {} };
      });
      await publisher.publish(records);
    },
    /** Publishes any records, in one request. */
    publishAll: (records: Parameters<typeof publisher.publish>[0]) => publisher.publish(records),
    async stop(): Promise<void> {
      await Promise.all([sink.stop(), publisher.stop()]);
      await stores.close();
    },
  };
}
