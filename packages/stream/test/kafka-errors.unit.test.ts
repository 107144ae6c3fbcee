import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { KAFKA_VERSION } from '@heliograph/local-stack';
import { describe, expect, it } from 'vitest';
import { BatchUnreadable, classify, type Verdict, withReason } from '../src/errors/classify.ts';
import { KAFKA_CODES } from '../src/errors/kafka-codes.ts';
import { KAFKA_ERRORS } from '../src/errors/kafka-errors.ts';
import { FATAL_CODES } from '../src/errors/kafka-fatal.ts';
import { RETRYABLE_CODES } from '../src/errors/kafka-retryable.ts';

type AnyError = new (message: unknown, details?: unknown) => Error;

// Neither the declarations of the client nor its exports say all that its errors are made of.
const load = createRequire(import.meta.url);
const client: { createErrorFromCode(code: number): Error; errorCodes: readonly { code: number }[] } =
  load('kafkajs/src/protocol/error');
const errors: Readonly<Record<string, AnyError>> = load('kafkajs/src/errors');
const make = (name: string, message: unknown, details?: unknown) => {
  const Class = errors[name];
  if (Class === undefined) throw new Error(`the client has no ${name}`);
  return new Class(message, details);
};

/**
 * Each file is what `java -cp <the jars of a release> org.apache.kafka.common.protocol.Errors` prints, as a table. A release
 * that is to be run with needs its file here.
 */
const FOLDER = new URL('kafka-protocol/', import.meta.url);
const releases = readdirSync(FOLDER).map((name) => ({
  version: name.replace(/^errors-|\.tsv$/g, ''),
  codes: readFileSync(new URL(name, FOLDER), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .map(([code, name = '', retriable]) => ({ code: Number(code), name, retriable: retriable === 'true' })),
}));
const everyCode = [...new Set([...releases.flatMap(({ codes }) => codes), ...client.errorCodes].map((c) => c.code))];

const spent = (error: Error) => make('KafkaJSNumberOfRetriesExceeded', error, { retryCount: 5, retryTime: 1 });
const judge = (error: unknown): Verdict => classify(error, KAFKA_ERRORS);
const ofCode = (code: number) => judge(client.createErrorFromCode(code));
const undecided = (verdict: Verdict) =>
  verdict.kind === 'unknown' || ('cause' in verdict && verdict.cause === 'kafka_unknown_code');

describe('the error codes of Kafka', () => {
  it('are listed for the broker that we run', () => {
    expect(releases.map(({ version }) => version)).toContain(KAFKA_VERSION);
  });

  it.each(releases)('are the ones of Kafka $version, under their names', ({ codes }) => {
    const ours = new Map(Object.entries(KAFKA_CODES));
    expect(codes.filter(({ code, name }) => ours.get(name) !== code)).toEqual([]);
    expect(codes.length).toBeGreaterThan(130);
  });

  it('are all decided, however the client hands them over', () => {
    expect(everyCode.filter((code) => undecided(ofCode(code)))).toEqual([]);
    for (const code of everyCode) {
      const error = client.createErrorFromCode(code);
      expect(judge(spent(error))).toEqual(judge(error));
      expect(judge(make('KafkaJSNonRetriableError', error, { cause: error }))).toEqual(judge(error));
    }
  });

  it('are decided once each', () => {
    const decided = [...RETRYABLE_CODES, ...FATAL_CODES].flatMap(({ codes }) => codes);
    expect(decided.toSorted()).toEqual(Object.keys(KAFKA_CODES).toSorted());
  });

  it('are waited for wherever Kafka itself says that the request may be sent again', () => {
    const retriable = releases.flatMap(({ codes }) => codes.filter((c) => c.retriable && !c.name.startsWith('SHARE_')));
    const others = retriable.filter(({ name }) => name !== 'INVALID_SHARE_SESSION_EPOCH');
    expect(others.filter(({ code }) => ofCode(code).kind !== 'retryable')).toEqual([]);
    expect(others.length).toBeGreaterThan(50);
  });

  it('of a broker that has just come back are waited for', () => {
    const { UNKNOWN_SERVER_ERROR, COORDINATOR_LOAD_IN_PROGRESS, UNKNOWN_TOPIC_OR_PARTITION } = KAFKA_CODES;
    expect(ofCode(UNKNOWN_SERVER_ERROR)).toEqual({ kind: 'retryable', cause: 'kafka_failed' });
    expect(ofCode(COORDINATOR_LOAD_IN_PROGRESS)).toEqual({ kind: 'retryable', cause: 'kafka_retriable' });
    expect(ofCode(UNKNOWN_TOPIC_OR_PARTITION)).toEqual({ kind: 'retryable', cause: 'kafka_retriable' });
    expect(ofCode(KAFKA_CODES.PRODUCER_FENCED)).toEqual({ kind: 'retryable', cause: 'fenced' });
  });

  it('that a newer broker may have are waited for as well', () => {
    expect(ofCode(9999)).toEqual({ kind: 'retryable', cause: 'kafka_unknown_code' });
  });

  it('end the process with a reason where only our configuration can help', () => {
    const refused = client.createErrorFromCode(KAFKA_CODES.SASL_AUTHENTICATION_FAILED);
    expect(withReason(refused, judge(refused))).toMatchObject({
      name: 'FatalError',
      message: expect.stringMatching(/^kafka_login: the broker does not accept how we log in .*: SASL Authentication/),
      cause: refused,
    });
    const bug = new TypeError('a bug');
    expect(withReason(bug, judge(bug))).toBe(bug);
  });

  it('of others than Kafka are not taken for its own', () => {
    expect(judge(Object.assign(new Error('of a store'), { code: -1 }))).toEqual({ kind: 'unknown' });
  });
});

const login = (message: string) => make('KafkaJSSASLAuthenticationError', message);
const connection = (code: string) => make('KafkaJSConnectionError', 'Connection error: no', { code });

/** What the constructors of the client want, all of it at once. */
const DETAILS = { topic: 'a', partition: 0, memberId: 'm', partitions: [], retryCount: 1, retryTime: 1 };
const classes = Object.keys(errors).filter((name) => name.startsWith('KafkaJS'));

describe('the errors of the client', () => {
  it.each(classes)('%s is decided', (name) => {
    const refusal = client.createErrorFromCode(KAFKA_CODES.REQUEST_TIMED_OUT);
    const given = /Protocol|OffsetOutOfRange|MemberId|CreateTopic|Reassignments/.test(name) ? refusal : 'no';
    const error = make(name, name === 'KafkaJSDeleteTopicRecordsError' ? DETAILS : given, DETAILS);
    expect(judge(error)).toMatchObject({ cause: expect.any(String) });
  });

  it('are all looked at', () => {
    expect(classes.length).toBeGreaterThan(30);
  });

  it.each([
    [connection('ECONNREFUSED'), 'kafka_connection'],
    [connection('DEPTH_ZERO_SELF_SIGNED_CERT'), 'kafka_tls'],
    [connection('ERR_SSL_WRONG_VERSION_NUMBER'), 'kafka_tls'],
    [make('KafkaJSLockTimeout', 'Timeout while acquiring lock (1 waiting locks)'), 'kafka_connection'],
    [make('KafkaJSTimeout', 'too late'), 'kafka_connection'],
    [new Error('Broker not connected'), 'kafka_connection'],
    [login('SASL PLAIN authentication failed: Connection closed by the server'), 'kafka_connection'],
    [login('SASL PLAIN authentication failed: Request SaslAuthenticate(36, 1) timed out'), 'kafka_connection'],
    [
      make('KafkaJSNonRetriableError', 'Consumer group was not initialized, consumer#run must be called first'),
      'not_in_group',
    ],
    [make('KafkaJSError', 'Invalid partition metadata'), 'kafka_retriable'],
    [spent(new Error('odd')), 'kafka_retries_exceeded'],
  ])('%s is waited for', (error, cause) => {
    expect(judge(error)).toEqual({ kind: 'retryable', cause });
  });

  it.each([
    [login('SASL PLAIN authentication failed: Authentication failed: Invalid username or password'), 'kafka_login'],
    [login('SASL SCRAM-SHA-256 mechanism is not supported by the server'), 'kafka_login'],
    [make('KafkaJSNonRetriableError', 'Cannot continue to use transaction once ended'), 'kafka_misused'],
    [make('KafkaJSNotImplemented', 'Snappy compression not implemented'), 'kafka_unsupported'],
    [spent(new BatchUnreadable('a batch in zstd cannot be decompressed')), 'kafka_unreadable'],
  ])('%s ends the process', (error, cause) => {
    expect(judge(error)).toMatchObject({ kind: 'fatal', cause });
  });

  it('that it tries again and again may still be fatal', () => {
    const refused = client.createErrorFromCode(KAFKA_CODES.TOPIC_AUTHORIZATION_FAILED);
    expect(judge(spent(refused))).toMatchObject({ kind: 'fatal', cause: 'kafka_forbidden' });
  });
});
