import { groupId, topicName } from '@heliograph/schema';
import type { Admin, KafkaClient, Producer } from '../src/client/kafka-client.ts';
import type { Message } from './simulated-broker.ts';
import { PARTITIONS, simulatedConsumer } from './simulated-consumer.ts';
import { SESSION_MS, type SimulatedProcess, type SimulatedWorld } from './simulated-world.ts';

const PREFIX = 'test';

export const topicOf = (id: Parameters<typeof topicName>[1]) => topicName(PREFIX, id);
export const groupOf = (stage: string) => groupId(PREFIX, stage);

/** The client library as one process sees it: each request is an effect, each fetch at most `batchSize` records. */
export function simulatedClient(world: SimulatedWorld, process: SimulatedProcess, batchSize: number): KafkaClient {
  return {
    settings: { brokers: [], clientId: process.name, topicPrefix: PREFIX },
    sessionTimeoutMs: SESSION_MS,
    topic: topicOf,
    onPositionLost: () => undefined,
    group: groupOf,
    admin: () => simulatedAdmin(world, process),
    producer: () => simulatedProducer(world, process),
    transactionalProducer: (id) => simulatedTransactional(world, process, id),
    consumer: (group) => simulatedConsumer(world, process, group, batchSize),
  };
}

const nothing = async () => undefined;

function simulatedAdmin({ broker, effect }: SimulatedWorld, process: SimulatedProcess): Admin {
  const admin: Pick<Admin, 'connect' | 'disconnect' | 'fetchOffsets' | 'fetchTopicOffsets'> = {
    connect: nothing,
    disconnect: nothing,
    fetchOffsets: ({ groupId: group, topics = [] }) =>
      effect(process, () =>
        topics.map((topic) => {
          const offset = (partition: number) => String(broker.position(group, topic, partition) ?? -1n);
          return {
            topic,
            partitions: PARTITIONS.map((partition) => ({ partition, offset: offset(partition), metadata: null })),
          };
        }),
      ),
    fetchTopicOffsets: (topic) =>
      effect(process, () =>
        PARTITIONS.map((partition) => {
          const high = String(broker.end(topic, partition));
          return { partition, offset: high, high, low: '0' };
        }),
      ),
  };
  return admin as Admin;
}

interface Sent {
  readonly topic: string;
  readonly messages: readonly { partition?: number; key?: unknown; value: unknown; headers?: object }[];
}

function each(sent: readonly Sent[], send: (topic: string, partition: number, message: Message) => void): void {
  for (const { topic, messages } of sent)
    for (const { partition = 0, ...message } of messages) send(topic, partition, message as Message);
}

function simulatedProducer({ broker, effect }: SimulatedWorld, process: SimulatedProcess): Producer {
  const producer: Pick<Producer, 'connect' | 'disconnect' | 'sendBatch'> = {
    connect: nothing,
    disconnect: nothing,
    sendBatch: ({ topicMessages = [] }) =>
      effect(process, () => {
        each(topicMessages, (topic, partition, message) => broker.append(topic, partition, message));
        return [];
      }),
  };
  return producer as Producer;
}

function simulatedTransactional({ broker, effect }: SimulatedWorld, process: SimulatedProcess, id: string): Producer {
  let epoch: number | undefined;
  const producer: Pick<Producer, 'connect' | 'disconnect' | 'transaction'> = {
    connect: nothing,
    disconnect: nothing,
    async transaction() {
      // As the library does it: once for each producer.
      epoch ??= await effect(process, () => broker.fence(id));
      const mine = epoch;
      const send = (sent: readonly Sent[]) =>
        effect(process, () => {
          each(sent, (topic, partition, message) => broker.send(id, mine, topic, partition, message));
          return [];
        });
      return {
        send: (record) => send([record]),
        sendBatch: ({ topicMessages = [] }) => send(topicMessages),
        sendOffsets: ({ consumerGroupId, topics }) =>
          effect(process, () => {
            for (const { topic, partitions } of topics)
              for (const { partition, offset } of partitions)
                broker.sendPosition(id, mine, consumerGroupId, topic, partition, BigInt(offset));
          }),
        commit: () => effect(process, () => broker.finish(id, mine, 'committed')),
        abort: () => effect(process, () => broker.finish(id, mine, 'aborted')),
        isActive: () => true,
      };
    },
  };
  return producer as Producer;
}
