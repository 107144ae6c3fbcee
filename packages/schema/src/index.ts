export { DEAD_REASONS, DeadLetterHeaders, type DeadReason } from './dead-letter.ts';
export { Definition, Review, Summary } from './definition.ts';
export {
  ApplicationName,
  Channel,
  Observation,
  RawRecord,
  SeenRecord,
  SourceEnvelope,
  TelemetryType,
} from './envelope.ts';
export { Field, Pointer, pointerSegments, type Reduction, reductionsOf, valueAt } from './field.ts';
export { createRegister, type Register, type Route, type RouteRefusal } from './register.ts';
export { ReplayHeaders, ReplayRecord } from './replay.ts';
export { DedupKey, SystemId, SystemKey } from './system-id.ts';
export { epochNanos, type Instant, parseDuration, parseRfc3339, utcDay } from './time.ts';
export {
  DEAD_TOPIC_IDS,
  type DeadTopicId,
  deadTopic,
  groupId,
  type InputTopicId,
  inputsOf,
  replayTopic,
  TOPIC_IDS,
  type TopicId,
  TopicName,
  topicName,
} from './topics.ts';
export {
  PARTIES,
  type Party,
  type Retention,
  SERVICES,
  type ServiceName,
  TOPOLOGY,
  type TopicSpec,
  topicsOf,
} from './topology.ts';
