import { pseudonymsOf, receiptOf } from '@heliograph/runtime';
import { topicsOf } from '@heliograph/schema';
import { type ConsumerRecord, type KafkaSettings, readTopic } from '@heliograph/stream';
import { definitionFile, eventually, makeTopics, type TestFolder, testFolder, testKafka } from '@heliograph/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { type ServiceProcess, startService } from '../definitions/service-process.ts';

const PARTITIONS = 3;
const STAGES = ['gateway', 'sanitizer', 'dedup'] as const;
const SECRET = 'a secret of the tests, 32 characters';
const running = new Set<ServiceProcess>();
let kafka: KafkaSettings;
let folder: TestFolder;

beforeEach(async () => {
  kafka = testKafka('order');
  await makeTopics(kafka, [...new Set(STAGES.flatMap(topicsOf))], PARTITIONS);
  folder = await testFolder({ 'a.yaml': definitionFile() });
});
afterEach(async () => {
  await Promise.all([...running].map(stop));
  await folder.remove();
});

async function start(service: 'gateway' | 'sanitizer' | 'dedup'): Promise<ServiceProcess> {
  const env = { HELIOGRAPH_SYSTEM_KEY_SECRET: SECRET };
  const started = await startService({ service, kafka, partitions: PARTITIONS, folder: folder.path, env });
  running.add(started);
  return started;
}

async function stop(service: ServiceProcess): Promise<void> {
  running.delete(service);
  await service.stop();
}

const Line = z.object({ msg: z.literal('taking reports'), port: z.number() });
const Accepted = z.object({ id: z.uuid(), status: z.literal('accepted') });
const Value = z.object({ request: z.string().optional(), payload: z.object({ version: z.string() }).optional() });

function urlOf(gateway: ServiceProcess): string {
  const ports = gateway.lines.flatMap((line) => (line.startsWith('{') ? [Line.safeParse(JSON.parse(line)).data] : []));
  return `http://127.0.0.1:${ports.find((entry) => entry !== undefined)?.port}`;
}

/** What a record is, in a word: the version of a report, or the kind of a request. */
function wordOf({ value }: ConsumerRecord): string {
  const { request, payload } = Value.parse(JSON.parse(String(value)));
  return request ?? payload?.version ?? '';
}

it('carries requests out in the order in which each system sent them, over restarts of every stage', async () => {
  const gateway = await start('gateway');
  const [sanitizer, dedup] = await Promise.all([start('sanitizer'), start('dedup')]);
  const time = new Date().toISOString();
  const report = async (system: string) =>
    expect(
      await gateway.send({
        ...{ application: 'example', telemetry_type: 'status', time },
        payload: { id: system, version: '1.2' },
      }),
    ).toEqual({ status: 202 });
  const ask = async (path: string, system_id: string): Promise<string> => {
    const answer = await fetch(`${urlOf(gateway)}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ application: 'example', system_id }),
    });
    expect(answer.status).toBe(202);
    return Accepted.parse(await answer.json()).id;
  };

  const systems = Array.from({ length: 40 }, (_, n) => `system-${n}`);
  const erased = new Map<string, string>();
  const everySystem = (does: (system: string) => Promise<unknown>) => Promise.all(systems.map(does));
  // The same report twice: a duplicate, but for the erasure between the two.
  await everySystem(report);
  const erasing = everySystem(async (system) => erased.set(system, await ask('/v1/erasures', system)));
  await Promise.all([stop(dedup), stop(sanitizer), erasing]);
  await everySystem(report);
  const restarted = await Promise.all([start('dedup'), start('sanitizer')]);
  await everySystem((system) => ask('/v1/exports', system));
  await everySystem(report);
  const known = 5 * systems.length;
  await eventually(async () => (await readTopic(kafka, 'sanitized')).length >= known, 30_000);
  await Promise.all(restarted.map(stop));
  await start('dedup');

  const observations = await eventually(async () => {
    const found = await readTopic(kafka, 'observations');
    return found.length >= known - systems.length && found;
  }, 30_000);
  const keyOf = pseudonymsOf(SECRET).system;
  const last = new Map((await readTopic(kafka, 'systems')).map(({ key, value }) => [key, value]));
  for (const system of systems) {
    const key = keyOf('example', system);
    const own = observations.filter((record) => record.key === key);
    expect(own.map(wordOf)).toStrictEqual(['1.2', 'erasure', '1.2', 'export']);
    expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
    expect(String(last.get(`example/status/${key}`))).toBe(String(own[2]?.value));
  }
  const receipts = (await readTopic(kafka, 'erasures')).map(({ key }) => key);
  expect(receipts.toSorted()).toStrictEqual([...erased.values()].map(receiptOf).toSorted());
  // Neither the ids of systems nor those of requests go beyond where they must.
  for (const topic of ['sanitized', 'observations', 'systems', 'seen', 'erasures'] as const)
    for (const { key, value } of await readTopic(kafka, topic))
      expect(`${key} ${value}`).not.toMatch(new RegExp(`system-\\d|${[...erased.values()].join('|')}`));
});
