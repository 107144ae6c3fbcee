import { BatchUnreadable, classify, type ErrorEntry, type ErrorTable, errorCode, LeaseLost } from './classify.ts';
import { type CodeDecision, KAFKA_CODES, kafkaCode } from './kafka-codes.ts';
import { FATAL_CODES } from './kafka-fatal.ts';
import { RETRYABLE_CODES } from './kafka-retryable.ts';

/** Some classes of the client share the name of another, and only their constructors tell them apart. */
function isOneOf(...names: readonly string[]): (error: unknown) => boolean {
  return (error) => error instanceof Error && (names.includes(error.name) || names.includes(error.constructor.name));
}

const says = (pattern: RegExp) => (error: unknown) => error instanceof Error && pattern.test(error.message);
const wraps = (error: unknown) => error instanceof Error && error.cause !== undefined;
const isRefusal = (error: unknown) =>
  error instanceof Error && error.name.startsWith('KafkaJS') && kafkaCode(error) !== undefined;

const isLoginError = isOneOf('KafkaJSSASLAuthenticationError');
/** While it logs in the client hides why a connection failed; only the message is left. */
const speaksOfConnection = says(
  /Connection closed by the server|Closed connection|Not connected|Connection (?:error|timeout)|timed out/,
);
const speaksOfTls = (error: unknown) =>
  isOneOf('KafkaJSConnectionError')(error) && /CERT|SSL|TLS|EPROTO|ISSUER|SIGNATURE/.test(errorCode(error));

function fromCodes({ codes, ...decision }: CodeDecision): ErrorEntry {
  const numbers = new Set<number | undefined>(codes.map((name) => KAFKA_CODES[name]));
  return { ...decision, matches: (error) => isRefusal(error) && numbers.has(kafkaCode(error)) };
}

/** What the client says by itself, without a code of a broker. */
const CLIENT_ERRORS: ErrorTable = [
  {
    kind: 'retryable',
    cause: 'lease_lost',
    because: 'the process stood still for so long that the group may have given the partition to another member',
    matches: (error) => error instanceof LeaseLost,
  },
  {
    kind: 'retryable',
    cause: 'not_in_group',
    because: 'the client has crashed and is about to be started again, which assigns everything anew',
    matches: says(/^Consumer group was not initialized/),
  },
  {
    kind: 'retryable',
    cause: 'kafka_tls',
    because:
      'the broker’s certificate is not trusted, or no TLS is spoken there; certificates are renewed at the brokers',
    matches: speaksOfTls,
  },
  {
    kind: 'retryable',
    cause: 'kafka_connection',
    because: 'the broker is down, moving, unreachable or silent; it comes back or another takes over',
    matches: isOneOf(
      'KafkaJSConnectionError',
      'KafkaJSConnectionClosedError',
      'KafkaJSRequestTimeoutError',
      'KafkaJSBrokerNotFound',
      'KafkaJSNoBrokerAvailableError',
      'KafkaJSGroupCoordinatorNotFound',
      'KafkaJSMetadataNotLoaded',
      'KafkaJSTopicMetadataNotLoaded',
    ),
  },
  {
    kind: 'retryable',
    cause: 'kafka_connection',
    because: 'another request of the client has been waiting for the same broker for too long',
    matches: isOneOf('KafkaJSTimeout', 'KafkaJSLockTimeout'),
  },
  {
    kind: 'retryable',
    cause: 'kafka_connection',
    because: 'a connection was used before the broker had said which requests it takes',
    matches: says(/^Broker not connected$/),
  },
  {
    kind: 'retryable',
    cause: 'kafka_connection',
    because: 'the connection broke, or was silent, while we logged in',
    matches: (error) => isLoginError(error) && speaksOfConnection(error),
  },
  {
    kind: 'fatal',
    cause: 'kafka_login',
    because: 'the broker does not accept how we log in (HELIOGRAPH_KAFKA_SASL_*, HELIOGRAPH_KAFKA_SSL)',
    matches: (error) => isLoginError(error) && !speaksOfConnection(error),
  },
  {
    kind: 'retryable',
    cause: 'kafka_garbled',
    because: 'an answer ends early or makes no sense; it is asked for again',
    matches: isOneOf('KafkaJSPartialMessageError', 'KafkaJSInvalidVarIntError', 'KafkaJSInvalidLongError'),
  },
  {
    kind: 'fatal',
    cause: 'kafka_unsupported',
    because: 'the broker, or the format or compression of a topic, is none that the client knows',
    matches: isOneOf(
      'KafkaJSNotImplemented',
      'KafkaJSServerDoesNotSupportApiKey',
      'KafkaJSUnsupportedMagicByteInMessageSet',
    ),
  },
  {
    kind: 'fatal',
    cause: 'kafka_unreadable',
    because:
      'a batch in the log is compressed and cannot be decompressed, or becomes too large: reading it again changes nothing',
    matches: (error) => error instanceof BatchUnreadable,
  },
  {
    kind: 'fatal',
    cause: 'kafka_unasked',
    because: 'an answer to several requests of administration at once, which no service makes',
    matches: isOneOf('KafkaJSAggregateError', 'KafkaJSDeleteGroupsError', 'KafkaJSDeleteTopicRecordsError'),
  },
  {
    kind: 'retryable',
    cause: 'kafka_retriable',
    because: 'partitions or brokers have changed; the client fetches anew',
    matches: isOneOf('KafkaJSStaleTopicMetadataAssignment', 'KafkaJSFetcherRebalanceError'),
  },
  {
    kind: 'fatal',
    cause: 'kafka_misused',
    because: 'the client refuses what we ask of it: a bug',
    // One with a cause is only the envelope of another error, which is judged instead.
    matches: (error) =>
      isOneOf('KafkaJSInvariantViolation')(error) ||
      (error instanceof Error && error.constructor.name === 'KafkaJSNonRetriableError' && !wraps(error)),
  },
];

const UNDECIDED: ErrorTable = [
  {
    kind: 'retryable',
    cause: 'kafka_unknown_code',
    because: 'a newer broker answers with a code that this version does not know; waiting visibly does no harm',
    matches: isRefusal,
  },
  {
    kind: 'retryable',
    cause: 'kafka_retriable',
    because: 'the client marks the error as one that passes, and nothing more is known of it',
    matches: (error) =>
      error instanceof Error && error.name === 'KafkaJSError' && 'retriable' in error && error.retriable === true,
  },
];

const DECIDED: ErrorTable = [
  ...CLIENT_ERRORS,
  ...RETRYABLE_CODES.map(fromCodes),
  ...FATAL_CODES.map(fromCodes),
  ...UNDECIDED,
];

/**
 * What becomes of Kafka's errors. After a retryable one the partition is acquired anew: a fresh producer fences what the
 * failed one may have left, and the committed position says where to go on.
 */
export const KAFKA_ERRORS: ErrorTable = [
  ...DECIDED,
  {
    kind: 'retryable',
    cause: 'kafka_retries_exceeded',
    because: 'the client gave up on an error that it took for one that passes, and of which nothing else is known',
    matches: (error) =>
      isOneOf('KafkaJSNumberOfRetriesExceeded')(error) && classify((error as Error).cause, DECIDED).kind === 'unknown',
  },
];
