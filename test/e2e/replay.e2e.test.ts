import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DeadLetterHeaders, type DeadTopicId } from '@heliograph/schema';
import { createPublisher, readTopic } from '@heliograph/stream';
import { anObservation, aRawRecord, eventually, testRuntime } from '@heliograph/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pointsOf } from './influx.ts';
import { type RunningSystem, runSystem } from './running-system.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
/** Longer than the whole pipeline needs for a record, so that what has not come by then will not come. */
const SETTLED_MS = 3000;

let system: RunningSystem;
beforeAll(async () => {
  system = await runSystem();
});
afterAll(() => system?.stop());

const kafka = () => ({ brokers: system.stores.kafka.brokers, clientId: 'e2e', topicPrefix: 'telemetry' });

async function replay(...argv: string[]) {
  const env = { ...process.env, ...system.variables };
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, 'replay', '--json', ...argv], { env });
  return JSON.parse(stdout);
}

/** A dead letter as it stands in its topic once what it died of has been mended. */
async function bury(topic: DeadTopicId, stage: string, key: string, value: unknown): Promise<void> {
  const headers = DeadLetterHeaders.parse({
    'dead.reason': 'unknown_definition',
    'dead.detail': 'made so by the test',
    'dead.stage': stage,
    'dead.group': `telemetry.${stage}`,
    'dead.origin': 'telemetry.raw.v1/0/0',
    'dead.attempts': '1',
    'dead.failed_at': new Date().toISOString(),
    'dead.version': 'test',
  });
  const options = { kafka: kafka(), topic, maxInFlightBytes: 1e6, deliveryTimeoutMs: 10_000, runtime: testRuntime() };
  const publisher = await createPublisher(options);
  await publisher.publish([{ key, value: Buffer.from(JSON.stringify(value)), headers }]);
  await publisher.stop();
}

const count = async (table: string, where = 'true', parameters: unknown[] = []): Promise<number> =>
  (await system.database.query(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`, parameters)).rows[0].n;

/** Where a report leaves its trace, and how often. */
const traces = async () => ({
  rows: await count('telemetry.observations'),
  points: (await pointsOf(system.stores.influx, 'host_telemetry')).length,
  observations: (await readTopic(kafka(), 'observations')).length,
  systems: (await readTopic(kafka(), 'systems')).length,
  systemRows: await count('telemetry.systems'),
  summarised: await count('summary.latest'),
});

const ONCE = { rows: 1, points: 1, observations: 1, systems: 1, systemRows: 1, summarised: 1 };

describe('a dead letter of the running system', () => {
  it('is counted once everywhere, however often it is replayed', async () => {
    const record = aRawRecord({ observed_at: new Date().toISOString() });
    await bury('raw.dead', 'sanitizer', record.system_id, record);
    expect(await replay()).toMatchObject({ sent: false, counts: [{ topic: 'raw.dead', letters: 1, due: 1 }] });
    expect(await replay('--send')).toMatchObject({ delivered: 1 });
    await eventually(async () => Object.values(await traces()).every((n) => n > 0));
    for (let n = 0; n < 2; n += 1) expect(await replay('--send', '--again')).toMatchObject({ delivered: 1 });
    await eventually(async () => (await readTopic(kafka(), 'sanitized')).length === 3);
    await sleep(SETTLED_MS);
    expect(await traces()).toEqual(ONCE);
  });

  it('of one store comes to that store and to no other', async () => {
    const observation = anObservation({ observed_at: new Date().toISOString(), system_key: 'another-system' });
    await bury('observations.dead', 'postgres-sink', observation.system_key, observation);
    expect(await replay('--send')).toMatchObject({ delivered: 1 });
    expect(await replay('--send', '--again', '--topic', 'observations.dead')).toMatchObject({ delivered: 1 });
    await eventually(async () => (await count('telemetry.observations', 'id = $1', [observation.id])) === 1);
    await sleep(SETTLED_MS);
    expect(await traces()).toEqual({ ...ONCE, rows: 2, systemRows: 2 });
  });
});
