import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError, camelCase, kafkaSettings, loadConfig, port, secretSettings, variableName } from '../src/index.ts';

const Config = z.object({
  ...kafkaSettings,
  ...secretSettings,
  dedupPort: port.default(8080),
  dedupMigrate: z.stringbool().default(true),
});
const secret = { HELIOGRAPH_SYSTEM_KEY_SECRET: 's'.repeat(32) };

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig('dedup', Config, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('takes defaults for what is not given', () => {
    expect(loadConfig('dedup', Config, secret)).toEqual({
      kafkaBrokers: ['127.0.0.1:9092'],
      kafkaSessionTimeoutMs: 10_000,
      kafkaSsl: false,
      topicPrefix: 'telemetry',
      topicPartitions: 6,
      systemKeySecret: 's'.repeat(32),
      dedupPort: 8080,
      dedupMigrate: true,
    });
  });

  it('reads numbers, flags and lists from text', () => {
    const config = loadConfig('dedup', Config, {
      ...secret,
      HELIOGRAPH_KAFKA_BROKERS: ' a:1, b:2 ,',
      HELIOGRAPH_KAFKA_SSL: 'true',
      HELIOGRAPH_TOPIC_PARTITIONS: '12',
      HELIOGRAPH_DEDUP_PORT: '0',
      HELIOGRAPH_DEDUP_MIGRATE: 'off',
    });
    expect(config).toMatchObject({ kafkaBrokers: ['a:1', 'b:2'], kafkaSsl: true, topicPartitions: 12 });
    expect(config).toMatchObject({ dedupPort: 0, dedupMigrate: false });
  });

  it('takes an empty variable for one that is not there', () => {
    expect(loadConfig('dedup', Config, { ...secret, HELIOGRAPH_DEDUP_PORT: '' }).dedupPort).toBe(8080);
  });

  it('tells all mistakes at once, each with its variable, and no value', () => {
    const problems = problemsOf({
      HELIOGRAPH_SYSTEM_KEY_SECRET: 'too-short-to-be-secret',
      HELIOGRAPH_KAFKA_BROKERS: 'no-port',
      HELIOGRAPH_TOPIC_PARTITIONS: '0',
      HELIOGRAPH_DEDUP_PORT: '65536',
      HELIOGRAPH_DEDUP_POTR: '1',
    });
    expect(problems.map((problem) => problem.split(':', 1)[0]).toSorted()).toEqual([
      'HELIOGRAPH_DEDUP_PORT',
      'HELIOGRAPH_DEDUP_POTR',
      'HELIOGRAPH_KAFKA_BROKERS',
      'HELIOGRAPH_SYSTEM_KEY_SECRET',
      'HELIOGRAPH_TOPIC_PARTITIONS',
    ]);
    expect(problems.join()).not.toMatch(/too-short-to-be-secret|no-port|65536/);
  });

  it.each([
    ['a newline at its end', `${'s'.repeat(32)}\n`],
    ['a space before it', ` ${'s'.repeat(32)}`],
  ])('refuses a secret with %s', (_, text) => {
    expect(problemsOf({ HELIOGRAPH_SYSTEM_KEY_SECRET: text })).toEqual([
      'HELIOGRAPH_SYSTEM_KEY_SECRET: has white space at its begin or end, which would be a part of it',
    ]);
  });

  it.each(['[::1]:9092', 'PLAINTEXT://h:9092', 'kafka://h:9092', 'a:9092;b:9092', 'a b:9092', 'a:9092,b', ':9092'])(
    'refuses %s as a list of brokers',
    (brokers) => {
      expect(problemsOf({ ...secret, HELIOGRAPH_KAFKA_BROKERS: brokers })).toEqual([
        expect.stringMatching(/^HELIOGRAPH_KAFKA_BROKERS: host:port, comma-separated/),
      ]);
    },
  );

  it.each(['heliograph', 'heliograph-kafka', 'heliograph-dedup', 'heliograph-gateway', 'heliograph-topic'])(
    'lets pass what Kubernetes sets for a Service that is called %s, which is no setting',
    (service) => {
      const name = service.toUpperCase().replaceAll('-', '_');
      const links = {
        [`${name}_SERVICE_HOST`]: '10.96.0.12',
        [`${name}_SERVICE_PORT`]: '8080',
        [`${name}_SERVICE_PORT_HTTP`]: '8080',
        [`${name}_PORT`]: 'tcp://10.96.0.12:8080',
        [`${name}_PORT_8080_TCP`]: 'tcp://10.96.0.12:8080',
        [`${name}_PORT_8080_TCP_PROTO`]: 'tcp',
        [`${name}_PORT_8080_TCP_PORT`]: '8080',
        [`${name}_PORT_8080_TCP_ADDR`]: '10.96.0.12',
      };
      expect(problemsOf({ ...secret, ...links })).toEqual([]);
      expect(loadConfig('dedup', Config, { ...secret, ...links }).dedupPort).toBe(8080);
    },
  );

  it('does not take a port for an address of a Service', () => {
    expect(problemsOf({ ...secret, HELIOGRAPH_DEDUP_PORT: 'http://10.96.0.12' })).toHaveLength(1);
  });

  it('says what is required', () => {
    expect(problemsOf({})).toEqual(['HELIOGRAPH_SYSTEM_KEY_SECRET: is required']);
  });

  it.each([
    ['HELIOGRAPH_KAFKA_BROKER', '; did you mean HELIOGRAPH_KAFKA_BROKERS?'],
    ['HELIOGRAPH_TOPIC_PREFX', '; did you mean HELIOGRAPH_TOPIC_PREFIX?'],
    ['HELIOGRAPH_DEDUP_MIGRAT', '; did you mean HELIOGRAPH_DEDUP_MIGRATE?'],
    ['HELIOGRAPH_SOMETHING_ELSE_ENTIRELY', ''],
  ])('refuses the unknown variable %s', (name, suggestion) => {
    expect(problemsOf({ ...secret, [name]: 'x' })).toEqual([`${name}: is not a setting${suggestion}`]);
  });

  it('lets pass what other services and shared settings are called, so that one file serves all', () => {
    const env = {
      ...secret,
      HELIOGRAPH_GATEWAY_PORT: 'x',
      HELIOGRAPH_POSTGRES_SINK_ADMIN_PORT: 'x',
      HELIOGRAPH_POSTGRES_URL: 'x',
      HELIOGRAPH_INFLUX_TOKEN: 'x',
      HELIOGRAPHER: 'x',
      PATH: 'x',
    };
    expect(problemsOf(env)).toEqual([]);
  });

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'])('wants user name and password with SASL %s', (mechanism) => {
    const env = { ...secret, HELIOGRAPH_KAFKA_SASL_MECHANISM: mechanism };
    expect(problemsOf(env)).toEqual([
      'HELIOGRAPH_KAFKA_SASL_USERNAME: is required with HELIOGRAPH_KAFKA_SASL_MECHANISM',
      'HELIOGRAPH_KAFKA_SASL_PASSWORD: is required with HELIOGRAPH_KAFKA_SASL_MECHANISM',
    ]);
    expect(problemsOf({ ...env, HELIOGRAPH_KAFKA_SASL_USERNAME: 'u', HELIOGRAPH_KAFKA_SASL_PASSWORD: 'p' })).toEqual(
      [],
    );
  });
});

describe('names', () => {
  it.each([
    ['kafkaBrokers', 'HELIOGRAPH_KAFKA_BROKERS'],
    ['postgresSinkAdminPort', 'HELIOGRAPH_POSTGRES_SINK_ADMIN_PORT'],
    ['logLevel', 'HELIOGRAPH_LOG_LEVEL'],
  ])('%s is read from %s', (setting, name) => {
    expect(variableName(setting)).toBe(name);
  });

  it('makes the beginning of a setting from the name of a service', () => {
    expect([camelCase('postgres-sink'), camelCase('dedup')]).toEqual(['postgresSink', 'dedup']);
  });
});
