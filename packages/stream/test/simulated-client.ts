import { EventEmitter } from 'node:events';
import { groupId, topicName } from '@heliograph/schema';
import type { Admin, Consumer, EachBatchPayload, KafkaClient, KafkaMessage, Producer } from '../src/kafka-client.ts';
import { type Entry, type Message, NotOfTheGroup } from './simulated-broker.ts';
import { SESSION_MS, type SimulatedProcess, type SimulatedWorld } from './simulated-world.ts';

const PREFIX = 'test';
export const PARTITIONS = [0, 1];

export const topicOf = (id: Parameters<typeof topicName>[1]) => topicName(PREFIX, id);
export const groupOf = (stage: string) => groupId(PREFIX, stage);

/** The client library as one process sees it: each request is an effect, each fetch at most `batchSize` records. */
export function simulatedClient(world: SimulatedWorld, process: SimulatedProcess, batchSize: number): KafkaClient {
  return {
    settings: { brokers: [], clientId: process.name, topicPrefix: PREFIX },
    sessionTimeoutMs: SESSION_MS,
    topic: topicOf,
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

interface Place {
  readonly topic: string;
  readonly partition: number;
  next: bigint;
  /** A batch that was fetched before the last seek is stale. */
  seeks: number;
  paused: boolean;
  busy: boolean;
}

function simulatedConsumer(
  world: SimulatedWorld,
  process: SimulatedProcess,
  group: string,
  batchSize: number,
): Consumer {
  const { broker, effect } = world;
  const isOfTheStage = !group.includes('.journal.');
  const places = new Map<string, Place>();
  let assigned = new Set<Place>();
  let topics: readonly string[] = [];
  let resolvesByItself = true;
  const events = new EventEmitter();
  let members = 0;
  let generation = 0;
  let eachBatch: (payload: EachBatchPayload) => Promise<void> = nothing;

  function placeOf(topic: string, partition: number): Place {
    const name = `${topic}/${partition}`;
    const place = places.get(name) ?? { topic, partition, next: 0n, seeks: 0, paused: false, busy: false };
    places.set(name, place);
    return place;
  }

  function pause(paused: boolean) {
    return (all: readonly { topic: string; partitions?: number[] }[]) => {
      for (const { topic, partitions = [] } of all)
        for (const partition of partitions) placeOf(topic, partition).paused = paused;
    };
  }

  function assign(memberAssignment: Record<string, number[]>): void {
    const all = Object.entries(memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => placeOf(topic, partition)),
    );
    for (const place of all) place.next = broker.position(group, place.topic, place.partition) ?? 0n;
    assigned = new Set(all);
    generation += 1;
    if (process.isExpelled) members += 1;
    process.isExpelled = false;
    answered('SyncGroup');
    events.emit('consumer.group_join', { payload: { memberAssignment, memberId: `${process.name}-${members}` } });
  }

  function answered(apiName: string): void {
    events.emit('consumer.network.request', { payload: { apiName, createdAt: Date.now() } });
  }

  function beat(): void {
    answered('Heartbeat');
    events.emit('consumer.heartbeat', {});
  }

  async function deliver(place: Place): Promise<void> {
    const from = place.next;
    const { records, next } = broker.read(place.topic, place.partition, from, batchSize);
    if (records.length === 0) {
      place.next = next;
      return;
    }
    const { seeks } = place;
    const isStale = () => place.seeks !== seeks;
    place.busy = true;
    // A batch may have been on its way for a while: through a seek, or a new assignment.
    await effect(process, () => undefined).catch(() => undefined);
    await eachBatch({
      batch: {
        topic: place.topic,
        partition: place.partition,
        highWatermark: String(broker.end(place.topic, place.partition)),
        messages: records.map(toKafkaMessage),
        lastOffset: () => String(next - 1n),
      },
      heartbeat: async () => undefined,
      isRunning: () => process.state !== 'dead',
      isStale,
      pause: () => {
        place.paused = true;
      },
      resolveOffset: (offset: string) => {
        if (!isStale()) place.next = BigInt(offset) + 1n;
      },
    } as unknown as EachBatchPayload);
    if (resolvesByItself && !isStale()) place.next = next;
    place.busy = false;
  }

  const consumer = {
    connect: nothing,
    disconnect: nothing,
    on: (event: string, listener: () => void) => events.on(event, listener),
    async subscribe(wanted: { topics: string[] }) {
      topics = wanted.topics;
    },
    async run(options: { eachBatch: typeof eachBatch; eachBatchAutoResolve?: boolean }) {
      eachBatch = options.eachBatch;
      resolvesByItself = options.eachBatchAutoResolve ?? true;
      world.fetchers.push({ process, isOfTheStage, fetchable, assign, beat });
      if (!isOfTheStage) assign(Object.fromEntries(topics.map((topic) => [topic, PARTITIONS])));
    },
    pause: pause(true),
    resume: pause(false),
    seek({ topic, partition, offset }: { topic: string; partition: number; offset: string }) {
      const place = placeOf(topic, partition);
      place.next = BigInt(offset);
      place.seeks += 1;
    },
    commitOffsets(all: readonly { topic: string; partition: number; offset: string }[]) {
      const sentIn = generation;
      return effect(process, () => {
        if (process.isExpelled || sentIn !== generation) throw new NotOfTheGroup('the group has gone on');
        for (const { topic, partition, offset } of all) broker.setPosition(group, topic, partition, BigInt(offset));
      });
    },
  };

  function fetchable(): (() => void)[] {
    return [...assigned]
      .filter((place) => !place.paused && !place.busy && place.next < broker.end(place.topic, place.partition))
      .filter((place) => broker.read(place.topic, place.partition, place.next, 1).next > place.next)
      .map((place) => () => void deliver(place));
  }

  return consumer as unknown as Consumer;
}

function toKafkaMessage({ offset, key, value, headers }: Entry): KafkaMessage {
  const message = { offset: String(offset), key: key === null ? null : Buffer.from(key), value, headers };
  return { ...message, timestamp: '0', attributes: 0 };
}
