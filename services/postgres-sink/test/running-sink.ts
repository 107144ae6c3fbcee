import { createPool } from '@heliograph/postgres';
import { createHealth } from '@heliograph/runtime';
import { topicsOf } from '@heliograph/schema';
import { createPublisher, type KafkaSettings, readTopic, startSink } from '@heliograph/stream';
import { anObservation, eventually, makeTopics, testRuntime } from '@heliograph/testkit';
import { POSTGRES_SINK_ERRORS } from '../src/errors.ts';
import { createHandler } from '../src/handler.ts';
import { createPartitions } from '../src/partitions.postgres.ts';
import { createRowWriter } from '../src/row-writer.postgres.ts';
import { tables } from '../src/tables.postgres.ts';

const STAGE = 'postgres-sink';

export type RunningSink = Awaited<ReturnType<typeof runSink>>;

/** The sink as main.ts puts it together, in this process and with a short statement timeout, on one partition. */
export async function runSink(kafka: KafkaSettings, url: string) {
  await tables.prepare(url);
  await makeTopics(kafka, topicsOf(STAGE));

  const health = createHealth();
  const joins: object[] = [];
  const { failures, registry, fail, log: silent } = testRuntime();
  const log = {
    ...silent,
    info: (fields: object, message: string) => void (message === 'partitions assigned' && joins.push(fields)),
  };
  const pool = createPool(url, STAGE, { query_timeout: 2000, connectionTimeoutMillis: 1000 });
  const partitions = createPartitions(pool);
  const settings = { pool, partitions, consumer: 'g', statementTimeoutMs: 1000, now: Date.now };
  const sink = await startSink({
    stage: STAGE,
    version: 'test',
    input: 'observations',
    kafka,
    runtime: { log, health, registry, fail },
    open(topic) {
      const writer = createRowWriter({ ...settings, topic });
      return { write: createHandler(writer), position: writer.position };
    },
    errors: POSTGRES_SINK_ERRORS,
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
    warnings: () => health.status().warnings,
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
    /** Publishes observations of `n` systems, in one request; returns their ids, in order. */
    async publish(
      n: number,
      given: (i: number) => Parameters<typeof anObservation>[0] = () => ({}),
    ): Promise<string[]> {
      const observed_at = new Date().toISOString();
      const made = Array.from({ length: n }, (_, i) =>
        anObservation({ observed_at, system_key: `s${i}`, ...given(i) }),
      );
      const records = made.map((o) => ({
        key: o.system_key,
        value: Buffer.from(JSON.stringify(o)),
        headers: { application: o.application, telemetry_type: o.telemetry_type },
      }));
      await publisher.publish(records);
      return made.map(({ id }) => id);
    },
    async stop(): Promise<void> {
      await Promise.all([sink.stop(), publisher.stop()]);
      await pool.end();
    },
  };
}
