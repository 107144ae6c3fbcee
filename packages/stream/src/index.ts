export {
  classify,
  type ErrorEntry,
  type ErrorTable,
  errorCode,
  FatalError,
  type Verdict,
  withReason,
} from './classify.ts';
export { type Decoded, decode, encode } from './codec.ts';
export { groupPositions, moveGroup } from './group-admin.ts';
export type {
  Decision,
  Health,
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
export { type Dead, dead, drop, type Emission, type Outcome, ok, retry } from './outcome.ts';
export { type Outlet, type OutletOptions, type OutletRecord, openOutlet } from './outlet.ts';
export { createPatience, type KnownDefinitions, type Patience } from './patience.ts';
export { CommitUnknown, type ProcessorOptions, startProcessor } from './processor.ts';
export { PUBLISH_FAILURES, PublishError, type PublishFailure } from './publish-error.ts';
export type { PublishRecord } from './publish-queue.ts';
export { createPublisher, type Publisher, type PublisherOptions } from './publisher.ts';
export { type Delivery, openReplay, type Replay, ReplayError, readReplayed } from './replay.ts';
export { createErasureLog, type Erased, readErased } from './replay-erased.ts';
export {
  fateOf,
  LETTER_FATES,
  type Letter,
  type LetterFate,
  type LetterFilter,
  type Past,
  type Replayed,
  type ReplayPolicy,
} from './replay-letters.ts';
export { type Letters, readLetters } from './replay-reader.ts';
export { type SinkOptions, startSink } from './sink.ts';
export { followTable, type Table, type TableOptions, type TableRow, writeRows } from './table.ts';
export {
  checkTopics,
  findShortRetentions,
  type Provisioned,
  type ProvisionPlan,
  provisionTopics,
  TopicError,
  topicConfig,
} from './topic-admin.ts';
export { readTopic, type StoredRecord } from './topic-reader.ts';
export type { ShortRetention } from './topic-retention.ts';
