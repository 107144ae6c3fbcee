import { makeTopics, publishRecords, testKafka } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { SILENT } from '../src/admin/admin-client.ts';
import { createKafka, type KafkaSettings } from '../src/client/kafka-client.ts';
import { readEdge } from '../src/index.ts';
import { startOddRelay } from './odd-relay.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function topic(partitions = 1) {
  const settings = testKafka('edge');
  await makeTopics(settings, ['observations'], partitions);
  return settings;
}

const values = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const records = (numbers: readonly number[], size = 0) =>
  numbers.map((n) => ({ key: 'k', value: `${n} ${'x'.repeat(size)}` }));
const read = async (settings: KafkaSettings, edge: 'first' | 'last', limit: number) =>
  (await readEdge(settings, 'observations', edge, limit)).map(({ value }) =>
    Number(JSON.parse(String(value)).split(' ')[0]),
  );

/** Transactions that end in an abort: each takes two offsets and holds nothing. */
async function abort(settings: KafkaSettings, times: number) {
  const kafka = createKafka(settings, SILENT);
  const producer = kafka.transactionalProducer(`${settings.topicPrefix}.aborting`);
  await producer.connect();
  for (let n = 0; n < times; n += 1) {
    const transaction = await producer.transaction();
    await transaction.send({ topic: kafka.topic('observations'), messages: [{ partition: 0, value: 'never' }] });
    await transaction.abort();
  }
  await producer.disconnect();
}

describe('the end of a topic', () => {
  it('is read without what is before it', async () => {
    const settings = await topic();
    for (let n = 0; n < 20; n += 1)
      await publishRecords(settings, 'observations', records(values(n * 50, n * 50 + 50), 20_000));
    // Some hundred records of 20 kB, and what a fetch brings beyond them.
    const relay = await startOddRelay(settings.brokers[0] ?? '');
    stops.push(relay.stop);
    const through = { ...settings, brokers: [relay.address] };
    expect(await read(through, 'last', 3)).toEqual([997, 998, 999]);
    expect(await read(through, 'first', 3)).toEqual([0, 1, 2]);
    expect(relay.answeredBytes()).toBeLessThan(6_000_000);
  });

  it('is found behind offsets that hold no record', async () => {
    const settings = await topic();
    await publishRecords(settings, 'observations', records(values(0, 5)));
    await abort(settings, 60);
    expect(await read(settings, 'last', 2)).toEqual([3, 4]);
    expect(await read(settings, 'last', 10)).toEqual([0, 1, 2, 3, 4]);
  });

  it('is that of each partition', async () => {
    const settings = await topic(3);
    await publishRecords(
      settings,
      'observations',
      values(0, 300).map((n) => ({ key: String(n), value: `${n}` })),
    );
    const found = await readEdge(settings, 'observations', 'last', 4);
    const partitions = Map.groupBy(found, ({ partition }) => partition);
    expect([...partitions.values()].map(({ length }) => length)).toEqual([4, 4, 4]);
    for (const own of partitions.values())
      expect(own.map(({ offset }) => offset)).toEqual(
        own.map(({ offset }) => offset).toSorted((a, b) => Number(a - b)),
      );
  });

  it('may be empty', async () => {
    expect(await read(await topic(2), 'last', 4)).toEqual([]);
  });
});
