import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshFolder, startBackingServices } from '@heliograph/local-stack';
import { ok, provisionTopics, startSink } from '@heliograph/stream';
import { eventually } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { lettersOf, publish, startDedup, watchedRuntime } from '../../packages/stream/test/unsteady-broker.ts';

const TIMEOUT_MS = 300_000;
/** Longer than the client goes on trying, so that each of its consumers crashes and starts anew. */
const AWAY_MS = 31_000;
const PLAN = { partitions: 2, replicationFactor: 1, minInSyncReplicas: 1, longestLateWindowMs: 86_400_000 };

it('a broker that is killed twice, for half a minute each and once during a restore, ends no consumer, and all catch up', {
  timeout: TIMEOUT_MS,
}, async ({ onTestFinished }) => {
  const dataDir = await freshFolder('heliograph-broker-');
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const stack = { dataDir, env: process.env, progress: () => {}, ephemeralPorts: true, shortLived: true };
  const { kafka, switches, stop } = await startBackingServices({ ...stack, mode: 'native', only: ['kafka'] });
  onTestFinished(stop);
  const settings = { brokers: kafka.brokers, clientId: 'test', topicPrefix: 'away', sessionTimeoutMs: 6000 };
  await provisionTopics(settings, PLAN);
  const letters = ['a', 'b', 'c'].map(lettersOf);
  await publish(settings, 'sanitized', letters[0] ?? []);

  // The broker goes while the first assignment's memory is being restored, and again while the stages work.
  let restores = 0;
  const away = async () => {
    await switches.kafka.kill();
    await sleep(AWAY_MS);
    await switches.kafka.start();
  };
  const restoring = Promise.withResolvers<void>();
  const dedup = await startDedup(settings, watchedRuntime(), () => {
    restores += 1;
    if (restores === 1) restoring.resolve(away());
  });
  const stored: string[] = [];
  const sink = watchedRuntime();
  const loop = await startSink({
    ...{ stage: 'postgres-sink', version: 'test', input: 'observations', kafka: settings, runtime: sink, errors: [] },
    open: () => ({
      write: async (batch) => ({
        outcomes: batch.map(() => ok()),
        commit: async () => void stored.push(...batch.map(({ key }) => key ?? '')),
      }),
    }),
  });
  onTestFinished(() => loop.stop());
  await restoring.promise;
  const hasStored = (n: number) => eventually(async () => new Set(stored).size === n, TIMEOUT_MS / 3);
  await hasStored(40);
  await publish(settings, 'sanitized', letters[1] ?? []);
  await away();
  await publish(settings, 'sanitized', letters[2] ?? []);
  await hasStored(120);
  await eventually(async () => dedup.ready() && sink.ready(), TIMEOUT_MS / 3);
  expect(restores).toBeGreaterThan(2);
  expect([...dedup.failures, ...sink.failures]).toEqual([]);
});
