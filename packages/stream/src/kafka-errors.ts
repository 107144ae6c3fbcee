import type { ErrorTable } from './classify.ts';
import { LeaseLost } from './membership.ts';

const typeOf = (error: unknown) => (error instanceof Error && 'type' in error ? String(error.type) : '');
const nameOf = (error: unknown) => (error instanceof Error ? error.name : '');

const FENCED = new Set([
  'INVALID_PRODUCER_EPOCH',
  'PRODUCER_FENCED',
  'INVALID_PRODUCER_ID_MAPPING',
  'TRANSACTION_COORDINATOR_FENCED',
  'INVALID_TXN_STATE',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
]);

const REBALANCING = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
]);

const CONNECTION = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSMetadataNotLoaded',
]);

/**
 * What of Kafka may be tried again. After any of these the partition is acquired anew: a fresh producer fences what the
 * failed one may have left, and the committed position says where to go on.
 */
export const KAFKA_ERRORS: ErrorTable = [
  {
    kind: 'retryable',
    cause: 'lease_lost',
    because: 'the process stood still for so long that the group may have given the partition to somebody else',
    matches: (error) => error instanceof LeaseLost,
  },
  {
    kind: 'retryable',
    cause: 'fenced',
    because: 'another process holds the partition, or the broker aborted a transaction that took too long',
    matches: (error) => FENCED.has(typeOf(error)),
  },
  {
    kind: 'retryable',
    cause: 'rebalancing',
    because: 'the group is being dealt anew; the partition comes back or goes to another member',
    matches: (error) => REBALANCING.has(typeOf(error)),
  },
  {
    kind: 'retryable',
    cause: 'not_in_group',
    because: 'the client has crashed and is about to be started again, which assigns everything anew',
    matches: (error) => error instanceof Error && error.message.startsWith('Consumer group was not initialized'),
  },
  {
    kind: 'retryable',
    cause: 'kafka_connection',
    because: 'the broker is down, moving or unreachable; it comes back or another takes over',
    matches: (error) => CONNECTION.has(nameOf(error)),
  },
  {
    kind: 'retryable',
    cause: 'kafka_busy',
    because: 'the protocol marks the error as retriable: an election, a load, a coordinator that moves',
    matches: (error) =>
      nameOf(error).startsWith('KafkaJS') && error instanceof Error && 'retriable' in error && error.retriable === true,
  },
  {
    kind: 'retryable',
    cause: 'kafka_retries_exceeded',
    because: 'the client gave up on a retriable error; its own cause was looked at before and found no entry',
    matches: (error) => nameOf(error) === 'KafkaJSNumberOfRetriesExceeded',
  },
];
