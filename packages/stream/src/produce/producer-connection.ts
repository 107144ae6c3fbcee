import type { TopicId } from '@heliograph/schema';
import { createKafka, type KafkaSettings } from '../client/kafka-client.ts';
import type { Log } from '../client/runtime.ts';
import { createSocketPool } from '../client/socket-pool.ts';
import type { PublishRecord } from './publish-queue.ts';

/** A producer with connections of its own, which are given up together. */
export interface ProducerConnection {
  /** Resolves at acks=all. */
  send(records: PublishRecord[]): Promise<void>;
  /** Whatever has not been answered fails now. */
  destroy(): void;
  /** For when nothing is under way. */
  close(): Promise<void>;
}

export interface ConnectionOptions {
  readonly kafka: KafkaSettings;
  readonly topic: TopicId;
  /** Bounds how long the broker may take to have a record on all in-sync replicas. */
  readonly deliveryTimeoutMs: number;
}

/** Connecting takes milliseconds; this leaves room for a broker that has just started. */
const OPENING_MS = 5000;
/** A broker so slow that it needs more is given more each time: else it could never be reached at all. */
const LONGEST_OPENING_MS = 30_000;

/** Thrown where the broker has not answered in time; the next opening waits for longer. */
export class ConnectionTimeout extends Error {
  override readonly name = 'ConnectionTimeout';
}

/** Opens connections one after the other: connects, and requests the topic's metadata. Rejects if that takes too long. */
export function createConnections(options: ConnectionOptions, log: Log): () => Promise<ProducerConnection> {
  let openingMs = OPENING_MS;
  return async () => {
    try {
      const connection = await openConnection(options, openingMs, log);
      openingMs = OPENING_MS;
      return connection;
    } catch (error) {
      if (error instanceof ConnectionTimeout) openingMs = Math.min(2 * openingMs, LONGEST_OPENING_MS);
      throw error;
    }
  };
}

async function openConnection(
  { kafka, topic, deliveryTimeoutMs }: ConnectionOptions,
  openingMs: number,
  log: Log,
): Promise<ProducerConnection> {
  const sockets = createSocketPool();
  const client = createKafka(kafka, log, sockets.factory);
  const producer = client.producer(deliveryTimeoutMs);
  const admin = client.admin();
  const name = client.topic(topic);
  const { promise: late, reject } = Promise.withResolvers<never>();
  const tooLate = setTimeout(() => reject(new ConnectionTimeout(`no answer within ${openingMs} ms`)), openingMs);
  const connect = async () => {
    await Promise.all([producer.connect(), admin.connect()]);
    await admin.fetchTopicMetadata({ topics: [name] });
    await admin.disconnect();
  };
  try {
    await Promise.race([connect(), late]);
  } catch (error) {
    sockets.destroyAll();
    throw error;
  } finally {
    clearTimeout(tooLate);
  }
  const cut = Promise.withResolvers<never>();
  cut.promise.catch(() => {});
  return {
    async send(messages) {
      await Promise.race([producer.send({ topic: name, messages, timeout: deliveryTimeoutMs }), cut.promise]);
    },
    destroy() {
      // The client would first try to connect anew, several times.
      cut.reject(new Error('the connection was given up'));
      sockets.destroyAll();
    },
    close: () => producer.disconnect(),
  };
}
