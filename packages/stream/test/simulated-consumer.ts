import { EventEmitter } from 'node:events';
import type { Consumer, EachBatchPayload, KafkaMessage } from '../src/client/kafka-client.ts';
import { type Entry, NotOfTheGroup } from './simulated-broker.ts';
import { ConnectionLost, type SimulatedProcess, type SimulatedWorld } from './simulated-world.ts';

export const PARTITIONS = [0, 1];
/** After how long the client restarts a consumer that crashed. */
const RESTART_MS = 5000;

const nothing = async () => undefined;

interface Place {
  readonly topic: string;
  readonly partition: number;
  next: bigint;
  /** A batch that was fetched before the last seek is stale. */
  seeks: number;
  paused: boolean;
  busy: boolean;
}

/** A consumer as the client library has it: it may crash, and starts again by itself. */
export function simulatedConsumer(
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
  /** Between a crash of the client and its restart there is no group, and none of its methods works. */
  let state: 'running' | 'crashing' | 'crashed' = 'running';
  let lastAssignment: Record<string, number[]> = {};
  let eachBatch: (payload: EachBatchPayload) => Promise<void> = nothing;

  function placeOf(topic: string, partition: number): Place {
    const name = `${topic}/${partition}`;
    const place = places.get(name) ?? { topic, partition, next: 0n, seeks: 0, paused: false, busy: false };
    places.set(name, place);
    return place;
  }

  function assertInGroup(): void {
    if (state === 'crashed') throw new Error('Consumer group was not initialized, consumer#run must be called first');
  }

  function pause(paused: boolean) {
    return (all: readonly { topic: string; partitions?: number[] }[]) => {
      assertInGroup();
      for (const { topic, partitions = [] } of all)
        for (const partition of partitions) placeOf(topic, partition).paused = paused;
    };
  }

  function assign(memberAssignment: Record<string, number[]>): void {
    lastAssignment = memberAssignment;
    if (state !== 'running') return;
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

  /** Once the batches at work have ended, as in the client. */
  function crash(): void {
    if (state === 'running') state = 'crashing';
    if (state !== 'crashing' || [...places.values()].some(({ busy }) => busy)) return;
    state = 'crashed';
    generation += 1;
    assigned = new Set();
    const payload = { error: new ConnectionLost('the broker is away'), groupId: group, restart: true };
    try {
      events.emit('consumer.crash', { payload });
      setTimeout(restart, RESTART_MS);
    } catch (error) {
      // The client would neither catch it nor restart.
      world.die(process, error);
    }
  }

  function restart(): void {
    if (process.state === 'frozen') setTimeout(restart, RESTART_MS);
    if (process.state !== 'running') return;
    state = 'running';
    members += 1;
    assign(lastAssignment);
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
    const { topic, partition } = place;
    const highWatermark = String(broker.end(topic, partition));
    if (records.length === 0) {
      place.next = next;
      const span = { firstOffset: String(from), lastOffset: String(next - 1n) };
      const payload = { topic, partition, batchSize: 0, highWatermark, ...span };
      events.emit('consumer.end_batch_process', { payload });
      return;
    }
    const { seeks } = place;
    const isStale = () => place.seeks !== seeks;
    place.busy = true;
    // A batch may have been on its way for a while: through a seek, or a new assignment.
    await effect(process, () => undefined).catch(() => undefined);
    await eachBatch({
      batch: {
        topic,
        partition,
        highWatermark,
        messages: records.map(toKafkaMessage),
        lastOffset: () => String(next - 1n),
      },
      heartbeat: async () => undefined,
      isRunning: () => process.state !== 'dead' && state === 'running',
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
    if (state === 'crashing') crash();
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
      world.fetchers.push({ process, isOfTheStage, fetchable, assign, beat, crash });
      if (!isOfTheStage) assign(Object.fromEntries(topics.map((topic) => [topic, PARTITIONS])));
    },
    pause: pause(true),
    resume: pause(false),
    seek({ topic, partition, offset }: { topic: string; partition: number; offset: string }) {
      assertInGroup();
      const place = placeOf(topic, partition);
      place.next = BigInt(offset);
      place.seeks += 1;
    },
    commitOffsets(all: readonly { topic: string; partition: number; offset: string }[]) {
      assertInGroup();
      const sentIn = generation;
      return effect(process, () => {
        if (process.isExpelled || sentIn !== generation) throw new NotOfTheGroup('the group has gone on');
        for (const { topic, partition, offset } of all) broker.setPosition(group, topic, partition, BigInt(offset));
      });
    },
  };

  function fetchable(): (() => void)[] {
    if (state !== 'running') return [];
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
