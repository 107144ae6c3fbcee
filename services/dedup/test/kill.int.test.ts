import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Observation } from '@heliograph/schema';
import { createPublisher, groupPositions, type Publisher, provisionTopics, readTopic } from '@heliograph/stream';
import { anObservation, eventually, testKafka, testRuntime } from '@heliograph/testkit';
import { afterEach, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const PARTITIONS = 3;
/** Three times the broker has to find out that a process is gone, which takes the session time-out. */
const PATIENCE_MS = 180_000;

const kafka = testKafka('dedup-kill');
const running: ChildProcess[] = [];

afterEach(() => {
  for (const service of running) service.kill('SIGKILL');
});

function start(): ChildProcess {
  const env = {
    HELIOGRAPH_KAFKA_BROKERS: kafka.brokers.join(','),
    HELIOGRAPH_TOPIC_PREFIX: kafka.topicPrefix,
    HELIOGRAPH_TOPIC_PARTITIONS: String(PARTITIONS),
    HELIOGRAPH_DEDUP_ADMIN_PORT: '0',
    HELIOGRAPH_LOG_LEVEL: 'error',
  };
  const service = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  running.push(service);
  return service;
}

async function kill(service: ChildProcess): Promise<void> {
  service.kill('SIGKILL');
  await once(service, 'exit');
}

/** Publishes in small requests, so that there is always something on its way. */
async function publish(publisher: Publisher, observations: readonly Observation[]): Promise<void> {
  for (let from = 0; from < observations.length; from += 20) {
    const stretch = observations.slice(from, from + 20);
    await publisher.publish(
      stretch.map((o) => ({ key: o.system_key, value: Buffer.from(JSON.stringify(o)), headers: {} })),
    );
    await sleep(5);
  }
}

async function positions(): Promise<bigint> {
  const committed = await groupPositions(kafka, 'dedup', 'sanitized');
  return committed.values().reduce((sum, offset) => sum + (offset > 0n ? offset : 0n), 0n);
}

const settled = (atLeast: bigint) => eventually(async () => (await positions()) >= atLeast, 60_000);

it(
  'passes on each observation once, although one process and another of two are killed at work',
  async () => {
    const plan = {
      partitions: PARTITIONS,
      replicationFactor: 1,
      minInSyncReplicas: 1,
      longestLateWindowMs: 172_800_000,
    };
    await provisionTopics(kafka, plan);
    const observed_at = new Date().toISOString();
    const made = Array.from({ length: 1500 }, (_, n) =>
      anObservation({ observed_at, system_key: `s${n % 100}`, payload: { cpu_count: n } }),
    );
    const [first, second, third] = [made.slice(0, 500), made.slice(500, 1000), made.slice(1000)];
    const limits = { maxInFlightBytes: 1e7, deliveryTimeoutMs: 10_000 };
    const publisher = await createPublisher({ kafka, topic: 'sanitized', runtime: testRuntime(), ...limits });

    const alone = start();
    const traffic = publish(publisher, [...first, ...first]);
    await settled(100n);
    await kill(alone);
    await traffic;

    const [one] = [start(), start()];
    await settled(500n);
    const more = publish(publisher, [...second, ...first, ...second]);
    await settled(1200n);
    if (one !== undefined) await kill(one);
    await more;

    start();
    await publish(publisher, [...third, ...made]);
    await publisher.stop();
    const written = await readTopic(kafka, 'sanitized');
    await settled(BigInt(written.length));

    const observations = await readTopic(kafka, 'observations');
    const ids = observations.map(({ value }): string => JSON.parse(String(value)).id);
    expect(ids.toSorted()).toEqual(made.map(({ id }) => id).toSorted());
  },
  PATIENCE_MS,
);
