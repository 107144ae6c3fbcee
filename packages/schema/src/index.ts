export {
  type AccessKey,
  AccessKeyId,
  AccessKeyRecord,
  accessKeyText,
  parseAccessKey,
} from './access-key.ts';
export { CANARY_DEFINITION, isCanary } from './canary.ts';
export { compileChannel } from './channel.ts';
export { DEAD_REASONS, DeadLetterHeaders, DeadReason } from './dead-letter.ts';
export { Definition } from './definition.ts';
export { compareDefinitions } from './definition-change.ts';
export { findInvalidPointers } from './definition-reads.ts';
export { Review } from './definition-shape.ts';
export { editDistance } from './edit-distance.ts';
export {
  ApplicationName,
  Channel,
  Observation,
  RawRecord,
  SourceEnvelope,
  TelemetryType,
} from './envelope.ts';
export { daysUntil, EXPIRY_WARNING_DAYS } from './expiry.ts';
export { Field, Pointer, pointerSegments, type Reduction, reductionsOf, valueAt } from './field.ts';
export type { Change, ChangeEffect } from './field-change.ts';
export { type Edit, type ShapeConflict, shapeConflicts } from './influx/change.ts';
export { isReservedInInflux, nameOf as influxNameOf } from './influx/name.ts';
export { influxType, measurementsOf, SYSTEM_KEY_TAG, systemIdTag, systemTags } from './influx/shape.ts';
export { MESSAGE_NAMES, MESSAGE_SCHEMAS, type MessageName, messageName } from './message-schemas.ts';
export { observedAt, receivedBy } from './observed-at.ts';
export { Pattern } from './pattern.ts';
export { daysOf, PERIODS, Period, previousOf, startOf, withinOf } from './period.ts';
export { addressOf, type HttpPath } from './receive.ts';
export {
  collects,
  createRegister,
  perContent,
  perDefinition,
  REGISTER_MODES,
  type Register,
  type RegisterMode,
  type RouteRefusal,
} from './register.ts';
export { ReplayHeaders, ReplayRecord } from './replay.ts';
export { retentionMs } from './retention.ts';
export { SeenObservation, SeenRecord, SeenRequest } from './seen-record.ts';
export type { Bucket, ValueCount } from './summaries/contract/numbers.ts';
export type { Share } from './summaries/kinds/share/shape.ts';
export type { Statistics } from './summaries/kinds/statistics/shape.ts';
export {
  type FigureKind,
  PublishedFigure,
  Summary,
  type SummaryOf,
  summaryKey,
} from './summaries/shapes.ts';
export { DedupKey, SystemId, SystemKey } from './system-id.ts';
export {
  RawRequest,
  RECEIPT_STORES,
  REQUEST_HEADER,
  REQUEST_KINDS,
  Receipt,
  type ReceiptStore,
  type RequestKind,
  SourceRequest,
  SystemRequest,
} from './system-request.ts';
export {
  DAY_MS,
  epochNanos,
  HOUR_MS,
  type Instant,
  MINUTE_MS,
  parseDuration,
  parseRfc3339,
  precisionNanos,
  utcDay,
} from './time.ts';
export type {
  DeadTopicId,
  Emission,
  EmissionOf,
  InputTopicId,
  MessageTopicId,
  ReadsOf,
  TopicRequest,
  TopicValue,
  WritesOf,
} from './topic-types.ts';
export { DEAD_TOPIC_IDS, deadTopic, groupId, inputsOf, replayTopic, type TopicName, topicName } from './topics.ts';
export {
  assertReader,
  assertWriter,
  mayRead,
  mayWrite,
  PARTIES,
  type Party,
  SERVICES,
  type ServiceName,
  TOPIC_IDS,
  TOPOLOGY,
  type TopicId,
  topicSpec,
  topicsOf,
} from './topology.ts';
export { uuidFromHex } from './uuid.ts';
export {
  cutVersion,
  shortenVersion,
  shortenVersionSql,
  VERSION_LEVELS,
} from './version.ts';
