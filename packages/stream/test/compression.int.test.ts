import { eventually, makeTopics, publishRecords, testKafka } from '@heliograph/testkit';
import { afterEach, expect, it } from 'vitest';
import { withAdmin } from '../src/admin/admin-client.ts';
import { ConfigResourceTypes } from '../src/client/kafka-client.ts';
import { type KafkaSettings, readTopic } from '../src/index.ts';
import { startDedup, stopAll } from './unsteady-broker.ts';

afterEach(stopAll);

async function setCompression(kafka: KafkaSettings, topic: 'sanitized' | 'seen' | 'observations', value: string) {
  await withAdmin(kafka, async (client, admin) => {
    const configEntries = [{ name: 'compression.type', value }];
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: client.topic(topic), configEntries }];
    await admin.alterConfigs({ validateOnly: false, resources });
  });
}

it.each(['gzip', 'snappy', 'lz4', 'zstd'])(
  'a stage reads what its brokers keep in %s, its journal too',
  async (type) => {
    const kafka = testKafka(type);
    await makeTopics(kafka, ['sanitized', 'seen', 'observations', 'sanitized.dead']);
    for (const topic of ['sanitized', 'seen', 'observations'] as const) await setCompression(kafka, topic, type);
    // Long enough for several blocks, short enough for one batch.
    const letters = Array.from({ length: 200 }, (_, i) => `${i} ${'telemetry '.repeat(100)}`);
    const records = letters.map((key) => ({ key, value: key }));
    await publishRecords(kafka, 'sanitized', [...records, ...records]);

    const first = await startDedup(kafka);
    const passedOn = async () => (await readTopic(kafka, 'observations')).map(({ key }) => key);
    await eventually(async () => (await passedOn()).length === letters.length);
    expect(await passedOn()).toEqual(letters);
    await stopAll();

    // What it remembers, it has read from its journal.
    const second = await startDedup(kafka);
    await publishRecords(kafka, 'sanitized', [...records, { key: 'last', value: 'last' }]);
    await eventually(async () => (await passedOn()).includes('last'));
    expect(await passedOn()).toEqual([...letters, 'last']);
    expect([...first.failures, ...second.failures]).toEqual([]);
  },
);
