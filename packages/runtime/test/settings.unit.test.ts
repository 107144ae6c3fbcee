import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { influxSettings, kafkaSettings, postgresSettings, SHARED_SETTINGS, toKafka } from '../src/index.ts';

const Kafka = z.object(kafkaSettings);
const Stores = z.object({ ...postgresSettings, ...influxSettings });

describe('toKafka', () => {
  it('passes on brokers, prefix and session, with the service as client', () => {
    expect(toKafka(Kafka.parse({}), 'dedup')).toEqual({
      brokers: ['127.0.0.1:9092'],
      clientId: 'dedup',
      topicPrefix: 'telemetry',
      sessionTimeoutMs: 10_000,
      ssl: false,
    });
  });

  it('logs in where a mechanism is set, and only there', () => {
    const login = { kafkaSaslUsername: 'u', kafkaSaslPassword: 'p' };
    expect(toKafka(Kafka.parse(login), 'dedup')).not.toHaveProperty('sasl');
    const config = Kafka.parse({ ...login, kafkaSaslMechanism: 'plain' });
    expect(toKafka(config, 'dedup')).toHaveProperty('sasl', { mechanism: 'plain', username: 'u', password: 'p' });
  });

  it('throws where a mechanism has nobody to log in', () => {
    expect(() => toKafka(Kafka.parse({ kafkaSaslMechanism: 'plain' }), 'dedup')).toThrow('KAFKA_SASL_USERNAME');
  });
});

describe('settings', () => {
  it.each([
    ['kafkaBrokers', ','],
    ['kafkaBrokers', 'host'],
    ['kafkaBrokers', 'host:9092,other'],
    ['topicPrefix', 'a b'],
    ['topicPrefix', 'a'.repeat(101)],
    ['topicPartitions', '1.5'],
    ['topicPartitions', 'six'],
    ['kafkaSessionTimeoutMs', '5999'],
    ['kafkaSsl', 'yes'],
    ['kafkaSaslMechanism', 'gssapi'],
  ])('refuses %s %j', (setting, text) => {
    const refused = Kafka.safeParse({ [setting]: text });
    expect(refused.error?.issues.map(({ path }) => path)).toEqual([[setting]]);
  });

  it.each([
    ['postgres://u:p@host:5432/db', 'http://host:8086', true],
    ['postgresql://host/db', 'https://host', true],
    ['mysql://host/db', 'http://host:8086', false],
    ['postgres://host/db', 'influx://host', false],
    ['host:5432', 'http://host:8086', false],
  ])('takes %s and %s: %s', (postgresUrl, influxUrl, taken) => {
    expect(Stores.safeParse({ postgresUrl, influxUrl }).success).toBe(taken);
  });

  it('shares no setting under a name that begins with a service, which others would let pass', () => {
    expect(
      Object.keys(SHARED_SETTINGS).filter((name) => /^(gateway|sanitizer|dedup|summarizer|portal)/.test(name)),
    ).toEqual([]);
    expect(Object.keys(SHARED_SETTINGS).filter((name) => /^(influx|postgres)Sink/.test(name))).toEqual([]);
  });
});
