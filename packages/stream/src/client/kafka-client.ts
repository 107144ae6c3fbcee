import { groupId, type InputTopicId, type TopicId, type TopicName, topicName } from '@heliograph/schema';
import kafkajs, {
  type Admin,
  type Consumer,
  type ISocketFactory,
  Kafka,
  logLevel,
  Partitioners,
  type Producer,
} from 'kafkajs';
import { createDecompressors, type Decompress, MAX_DECOMPRESSED_BYTES } from './compression.ts';
import { partitionByKey } from './partitioner.ts';
import type { Log } from './runtime.ts';

export type {
  Admin,
  Consumer,
  ConsumerGroupJoinEvent,
  ConsumerRunConfig,
  EachBatchPayload,
  ISocketFactory as SocketFactory,
  KafkaMessage,
  Producer,
  Transaction,
} from 'kafkajs';

const { CompressionCodecs, CompressionTypes } = kafkajs;

function register(type: keyof typeof CompressionCodecs, decompress: Decompress): void {
  const compress = () => Promise.reject(new Error('batches are written uncompressed'));
  CompressionCodecs[type] = () => ({ compress, decompress });
}

// Every client of this process reads what other clients and the brokers compress.
const { gzip, snappy, lz4, zstd } = createDecompressors(MAX_DECOMPRESSED_BYTES);
register(CompressionTypes.GZIP, gzip);
register(CompressionTypes.Snappy, snappy);
register(CompressionTypes.LZ4, lz4);
register(CompressionTypes.ZSTD, zstd);

/** Node does not see by their names all that a CommonJS module exports. */
export const { AssignerProtocol, ConfigResourceTypes, ConfigSource } = kafkajs;

export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly topicPrefix: string;
  /** After this silence the broker gives a consumer's partitions to others; 10 s by default. */
  readonly sessionTimeoutMs?: number;
  /** How often a consumer tries a request again before it leaves its group and starts anew; 8 by default: about 16 s. */
  readonly consumerRetries?: number;
  readonly ssl?: boolean;
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

/** Longer than any pause of a healthy process, short enough that a dead one is soon replaced. */
const SESSION_TIMEOUT_MS = 10_000;
/** How long a member may work on before it joins a rebalance: a batch of a slow store, with room to spare. */
const REBALANCE_TIMEOUT_MS = 60_000;
/**
 * Readers of committed records stand still behind an open transaction, at the worst for this long after its producer
 * died. A batch is decided before its transaction begins, so the transaction itself takes milliseconds.
 */
const TRANSACTION_TIMEOUT_MS = 15_000;
/** How long a fetch waits for a first byte; also the longest that a seek, a resume or a stop has to wait. */
const FETCH_WAIT_MS = 250;
/** One fetch of one partition, which is one transaction at most: about 3,000 records of 350 bytes. */
const FETCH_BYTES = 1_048_576;

/** With waits that double from 100 ms to 5 s: a broker that restarts is back by then, and no partition changes hands. */
const CONSUMER_RETRIES = 8;
/** The client's own second is too short for a machine, or a network, that is busy; Java's client waits for ten. */
const CONNECTION_TIMEOUT_MS = 5_000;

/** The one place that makes clients of the broker. */
export interface KafkaClient {
  readonly settings: KafkaSettings;
  /** After this silence of a consumer the broker gives its partitions to others. */
  readonly sessionTimeoutMs: number;
  topic(id: TopicId): TopicName;
  /**
   * Calls `listener` with the full name of the topic where a broker has nothing at the position of a consumer, right before
   * the client begins from the beginning of the log.
   */
  onPositionLost(listener: (topic: string, partition: number) => void): void;
  group(stage: string): string;
  admin(): Admin;
  /** acks=all is kafkajs's default; `deliveryTimeoutMs` bounds one request. */
  producer(deliveryTimeoutMs: number): Producer;
  transactionalProducer(transactionalId: string): Producer;
  /** `fetchWaitMs`: how long a fetch waits for a first record, and a stop for the fetch under way; 250 ms by default. */
  consumer(group: string, fetchWaitMs?: number): Consumer;
}

/** The client has no event for it; an integration test holds that this is what it logs. */
const POSITION_LOST = 'Offset out of range, resetting to default offset';

/** Makes clients that log through `log`, over connections of `socketFactory` where one is given. Throws nothing. */
export function createKafka(settings: KafkaSettings, log: Log, socketFactory?: ISocketFactory): KafkaClient {
  const positionLost: ((topic: string, partition: number) => void)[] = [];
  const kafka = new Kafka({
    clientId: settings.clientId,
    brokers: [...settings.brokers],
    ...(settings.ssl === undefined ? {} : { ssl: settings.ssl }),
    ...(settings.sasl === undefined ? {} : { sasl: saslOf(settings.sasl) }),
    ...(socketFactory === undefined ? {} : { socketFactory }),
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    logLevel: logLevel.WARN,
    // The client reports as errors what it goes on to retry. What matters reaches the log through the loop's verdict.
    logCreator: () => (entry) => {
      log.debug({ client: entry.namespace, error: entry.log.error }, entry.log.message);
      const { message, topic, partition } = entry.log;
      if (message === POSITION_LOST) for (const listener of positionLost) listener(String(topic), Number(partition));
    },
  });
  const { sessionTimeoutMs: sessionTimeout = SESSION_TIMEOUT_MS } = settings;
  const common = {
    allowAutoTopicCreation: false,
    createPartitioner: () => partitionByKey(Partitioners.DefaultPartitioner()),
  };
  return {
    settings,
    sessionTimeoutMs: sessionTimeout,
    topic: (id) => topicName(settings.topicPrefix, id),
    onPositionLost: (listener) => void positionLost.push(listener),
    group: (stage) => groupId(settings.topicPrefix, stage),
    admin: () => kafka.admin({ retry: { initialRetryTime: 50, retries: 5 } }),
    producer: (deliveryTimeoutMs) =>
      kafka.producer({ ...common, retry: { initialRetryTime: 50, maxRetryTime: deliveryTimeoutMs / 4, retries: 4 } }),
    transactionalProducer: (transactionalId) =>
      kafka.producer({
        ...common,
        transactionalId,
        idempotent: true,
        maxInFlightRequests: 1,
        transactionTimeout: TRANSACTION_TIMEOUT_MS,
        // Between two transactions the coordinator answers CONCURRENT_TRANSACTIONS for a few milliseconds.
        retry: { initialRetryTime: 10, maxRetryTime: 1000, retries: 12 },
      }),
    consumer: (group, fetchWaitMs = FETCH_WAIT_MS) =>
      kafka.consumer({
        groupId: group,
        allowAutoTopicCreation: false,
        readUncommitted: false,
        sessionTimeout,
        rebalanceTimeout: REBALANCE_TIMEOUT_MS,
        heartbeatInterval: sessionTimeout / 10,
        maxWaitTimeInMs: fetchWaitMs,
        maxBytesPerPartition: FETCH_BYTES,
        retry: { initialRetryTime: 100, maxRetryTime: 5000, retries: settings.consumerRetries ?? CONSUMER_RETRIES },
      }),
  };
}

function saslOf({ mechanism, username, password }: NonNullable<KafkaSettings['sasl']>) {
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password };
    case 'scram-sha-256':
      return { mechanism, username, password };
    case 'scram-sha-512':
      return { mechanism, username, password };
  }
}

/** The transactional id under which a stage writes for one input partition; a producer that takes it fences the one before. */
export function transactionalId(client: KafkaClient, stage: string, input: InputTopicId, partition: number): string {
  return `${client.group(stage)}.${client.topic(input)}.${partition}`;
}
