import { connect, type Socket } from 'node:net';
import { eventually, makeTopics, testKafka } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { SILENT, withAdmin } from '../src/admin/admin-client.ts';
import { createKafka, type KafkaSettings, type Producer, type SocketFactory } from '../src/client/kafka-client.ts';
import { extentsOf, followTopic, readTopic } from '../src/read/read-topic.ts';

const MEGABYTE = 1_000_000;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function topic() {
  const settings = testKafka('reader');
  await makeTopics(settings, ['seen'], 2);
  const kafka = createKafka(settings, SILENT);
  const name = kafka.topic('seen');
  const connected = async (producer: Producer) => {
    await producer.connect();
    stops.push(() => producer.disconnect());
    return producer;
  };
  return {
    settings,
    kafka,
    name,
    producer: () => connected(kafka.producer(10_000)),
    transactional: (id: string) => connected(kafka.transactionalProducer(`${settings.topicPrefix}.${id}`)),
    write: (to: Pick<Producer, 'send'>, partition: number, ...values: string[]) =>
      to.send({ topic: name, messages: values.map((value) => ({ partition, key: 'k', value })) }),
  };
}

const valuesIn = async (settings: KafkaSettings) =>
  (await readTopic(settings, 'seen')).map(({ partition, value }) => `${partition} ${value}`);

/** Connections on which each megabyte after the first is followed by a silence. */
function haltingSockets(silenceMs: number): SocketFactory {
  return ({ host, port, onConnect }) => {
    const socket: Socket = connect({ host, port }, onConnect);
    let [received, silences] = [0, 0];
    socket.on('data', (chunk) => {
      received += chunk.length;
      if (received < (silences + 1) * MEGABYTE) return;
      silences += 1;
      socket.pause();
      setTimeout(() => socket.resume(), silenceMs);
    });
    return socket;
  };
}

describe('a topic that is read to its end', () => {
  it('may be empty', async () => {
    const { settings } = await topic();
    expect(await valuesIn(settings)).toEqual([]);
  });

  it('may end with what is never delivered: markers, and records of a transaction that was aborted', async () => {
    const { settings, write, transactional } = await topic();
    const producer = await transactional('a');
    const committed = await producer.transaction();
    await write(committed, 0, 'first');
    await committed.commit();
    const aborted = await producer.transaction();
    await write(aborted, 0, 'never');
    await write(aborted, 1, 'never');
    await aborted.abort();
    // The answer to a commit does not wait for the markers.
    await eventually(async () => (await valuesIn(settings)).length === 1);
    expect(await valuesIn(settings)).toEqual(['0 first']);
  });

  it('ends before a transaction that is open', async () => {
    const { settings, write, producer, transactional } = await topic();
    const plain = await producer();
    await write(plain, 0, 'before');
    const open = await (await transactional('open')).transaction();
    await write(open, 0, 'held');
    await write(plain, 0, 'behind it');
    await write(plain, 1, 'beside it');
    expect(await valuesIn(settings)).toEqual(['0 before', '1 beside it']);
    await open.commit();
    await eventually(async () => (await valuesIn(settings)).length === 4);
    expect(await valuesIn(settings)).toEqual(['0 before', '0 held', '0 behind it', '1 beside it']);
  });

  it('is not taken for ended where the broker is silent', async () => {
    const { settings, name, write, producer } = await topic();
    const plain = await producer();
    const values = Array.from({ length: 8 }, (_, i) => `${i}`.repeat(MEGABYTE / 2));
    for (const value of values) await write(plain, 0, value);
    const read: string[] = [];
    // The longest silence that was ever taken for the end was a second.
    const kafka = createKafka(settings, SILENT, haltingSockets(1500));
    await withAdmin(settings, async (_, admin) => {
      const followed = await followTopic({
        ...{
          kafka,
          admin,
          topic: 'seen' as const,
          group: `${name}.slow`,
          extents: await extentsOf(kafka, admin, 'seen'),
        },
        record: ({ value }) => void read.push(String(value)[0] ?? ''),
        fail: (error) => void read.push(error.message),
      });
      stops.push(followed.stop);
      await followed.caughtUp;
    });
    expect(read).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  });

  it('may have lost meanwhile what it held', async () => {
    const { settings, kafka, name, write, producer } = await topic();
    await write(await producer(), 0, 'a', 'b');
    await withAdmin(settings, async (_, admin) => {
      const extents = await extentsOf(kafka, admin, 'seen');
      await admin.deleteTopicRecords({ topic: name, partitions: [{ partition: 0, offset: '-1' }] });
      const read: unknown[] = [];
      const followed = await followTopic({
        ...{ kafka, admin, topic: 'seen' as const, group: `${name}.late`, extents },
        record: (record) => void read.push(record),
        fail: (error) => void read.push(error),
      });
      stops.push(followed.stop);
      await followed.caughtUp;
      expect(read).toEqual([]);
    });
  });

  it('is given out once, although its reader has to join its group again', async () => {
    const { settings, kafka, name, write, producer } = await topic();
    const plain = await producer();
    await write(plain, 0, 'a', 'b');
    await write(plain, 1, 'c');
    const read: string[] = [];
    let joins = 0;
    const group = `${name}.again`;
    const followed = await withAdmin(settings, async (_, admin) => {
      const one = await followTopic({
        ...{ kafka, admin, topic: 'seen' as const, group, extents: await extentsOf(kafka, admin, 'seen') },
        record: ({ value }) => void read.push(String(value)),
        joined: () => {
          joins += 1;
        },
        fail: (error) => void read.push(error.message),
      });
      await one.caughtUp;
      return one;
    });
    stops.push(followed.stop);
    const other = kafka.consumer(group);
    await other.connect();
    await other.subscribe({ topics: [name] });
    await other.run({ eachBatch: async () => {} });
    await eventually(async () => joins === 2);
    await other.disconnect();
    await eventually(async () => joins === 3);
    for (const partition of [0, 1]) await write(plain, partition, `later ${partition}`);
    await eventually(async () => read.includes('later 0') && read.includes('later 1'));
    expect(read.toSorted()).toEqual(['a', 'b', 'c', 'later 0', 'later 1']);
  });

  it('is not waited for without end', async () => {
    const { settings, write, producer } = await topic();
    await write(await producer(), 0, 'a');
    await expect(readTopic(settings, 'seen', { timeoutMs: 0 })).rejects.toThrow('came for 0 ms');
  });
});
