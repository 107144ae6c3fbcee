import type { TopicId } from '@heliograph/schema';
import { createKafka, type KafkaSettings } from '../client/kafka-client.ts';
import type { Log } from '../client/runtime.ts';
import { createSeverableSockets } from '../client/socket-pool.ts';
import type { PublishRecord } from './publish-queue.ts';

/** A producer with connections of its own, which are given up together. */
export interface ProducerLine {
  /** Resolves at acks=all. */
  send(records: PublishRecord[]): Promise<void>;
  /** Whatever has not been answered fails now. */
  sever(): void;
  /** For when nothing is under way. */
  close(): Promise<void>;
}

export interface LineOptions {
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
export class LineTooSlow extends Error {
  override readonly name = 'LineTooSlow';
}

/** Opens lines one after the other: connects, and asks for the topic as a proof. Rejects where that cannot be had in time. */
export function createLines(options: LineOptions, log: Log): () => Promise<ProducerLine> {
  let openingMs = OPENING_MS;
  return async () => {
    try {
      const line = await openLine(options, openingMs, log);
      openingMs = OPENING_MS;
      return line;
    } catch (error) {
      if (error instanceof LineTooSlow) openingMs = Math.min(2 * openingMs, LONGEST_OPENING_MS);
      throw error;
    }
  };
}

async function openLine(
  { kafka, topic, deliveryTimeoutMs }: LineOptions,
  openingMs: number,
  log: Log,
): Promise<ProducerLine> {
  const sockets = createSeverableSockets();
  const client = createKafka(kafka, log, sockets.factory);
  const producer = client.producer(deliveryTimeoutMs);
  const admin = client.admin();
  const name = client.topic(topic);
  const { promise: late, reject } = Promise.withResolvers<never>();
  const tooLate = setTimeout(() => reject(new LineTooSlow(`no answer within ${openingMs} ms`)), openingMs);
  const prove = async () => {
    await Promise.all([producer.connect(), admin.connect()]);
    await admin.fetchTopicMetadata({ topics: [name] });
    await admin.disconnect();
  };
  try {
    await Promise.race([prove(), late]);
  } catch (error) {
    sockets.sever();
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
    sever() {
      // The client would first try to connect anew, several times.
      cut.reject(new Error('the line was given up'));
      sockets.sever();
    },
    close: () => producer.disconnect(),
  };
}
