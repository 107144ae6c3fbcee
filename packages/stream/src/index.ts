export { awaitTopics } from './admin/await-topics.ts';
export { groupPositions, moveGroup } from './admin/group-admin.ts';
export { type GroupLag, readGroupLags } from './admin/group-lag.ts';
export {
  checkTopics,
  deleteTopics,
  findShortRetentions,
  type ProvisionPlan,
  provisionTopics,
  TopicError,
  topicConfig,
} from './admin/topic-admin.ts';
export type { ShortRetention } from './admin/topic-retention.ts';
export type { ConsumerRecord } from './client/consumer-record.ts';
export type { KafkaSettings } from './client/kafka-client.ts';
export { retryWhileUnavailable } from './client/retry-unavailable.ts';
export type { Log, Runtime } from './client/runtime.ts';
export type { OffsetRange } from './client/topic-partition.ts';
export { definitionGrace } from './consume/definition-grace.ts';
export type { Loop } from './consume/loop.ts';
export { startProcessor } from './consume/processor.ts';
export { startSink } from './consume/sink.ts';
export { classify, type ErrorTable, errorCode, LeaseLost, withReason } from './errors/classify.ts';
export { KAFKA_ERRORS } from './errors/kafka-errors.ts';
export { decode, encode } from './outcome/codec.ts';
export type { Decision, Lease, PartitionHandler, PendingWrite, Store } from './outcome/handler.ts';
export { type Dead, dead, drop, type Outcome, ok } from './outcome/outcome.ts';
export { type FencedPublisher, type FencedRecord, openFencedPublisher } from './produce/fenced-publisher.ts';
export type { PublishRecord } from './produce/publish-queue.ts';
export { PublishError, type PublishFailure } from './produce/publish-queue.ts';
export { createPublisher, type Publisher } from './produce/publisher.ts';
export type { Restore } from './read/journal.ts';
export { readEdge } from './read/read-edge.ts';
export { readTopic, scanTopic } from './read/read-topic.ts';
export { followTable, type Table, writeRows } from './read/table.ts';
export {
  type DeadLetter,
  type DeadLetterFilter,
  decideReplay,
  REPLAY_DECISIONS,
  type ReplayDecision,
  type ReplayHistory,
  type ReplayPolicy,
} from './replay/dead-letters.ts';
export { readErased } from './replay/erased.ts';
export { readDeadLetters } from './replay/read-dead-letters.ts';
export { openReplay, readReplayed } from './replay/replay.ts';
