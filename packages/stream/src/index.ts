export { awaitTopics } from './await-topics.ts';
export {
  classify,
  type ErrorTable,
  errorCode,
  withReason,
} from './classify.ts';
export { decode, encode } from './codec.ts';
export { definitionGrace } from './definition-grace.ts';
export { type FencedPublisher, type FencedRecord, openFencedPublisher } from './fenced-publisher.ts';
export { groupPositions, moveGroup } from './group-admin.ts';
export type {
  Decision,
  InputRecord,
  Lease,
  Log,
  PartitionHandler,
  PendingWrite,
  Runtime,
  Span,
  Store,
} from './handler.ts';
export type { JournalRecord, Restore } from './journal.ts';
export type { KafkaSettings } from './kafka-client.ts';
export { KAFKA_ERRORS } from './kafka-errors.ts';
export type { Loop } from './loop.ts';
export { LeaseLost } from './membership.ts';
export { type Dead, dead, drop, type Emission, type Outcome, ok } from './outcome.ts';
export { startProcessor } from './processor.ts';
export { PublishError, type PublishFailure } from './publish-error.ts';
export type { PublishRecord } from './publish-queue.ts';
export { createPublisher, type Publisher } from './publisher.ts';
export { openReplay, readReplayed } from './replay.ts';
export { readErased } from './replay-erased.ts';
export {
  fateOf,
  LETTER_FATES,
  type Letter,
  type LetterFate,
  type LetterFilter,
  type Past,
  type ReplayPolicy,
} from './replay-letters.ts';
export { readLetters } from './replay-reader.ts';
export { retryWhileUnavailable } from './retry-unavailable.ts';
export { startSink } from './sink.ts';
export { followTable, type Table, writeRows } from './table.ts';
export {
  checkTopics,
  deleteTopics,
  findShortRetentions,
  type ProvisionPlan,
  provisionTopics,
  TopicError,
  topicConfig,
} from './topic-admin.ts';
export type { StoredRecord } from './topic-follower.ts';
export { readTopic } from './topic-reader.ts';
export type { ShortRetention } from './topic-retention.ts';
