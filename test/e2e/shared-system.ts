import type { TopicId } from '@heliograph/schema';
import { type ConsumerRecord, type KafkaSettings, readTopic } from '@heliograph/stream';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import type { SystemPlaces } from '../system/shared-parts.ts';
import { TEST_TYPE, type TestApplication } from '../system/sources.ts';

/** The system that all end-to-end tests share, with a connection to its database. */
export interface SharedSystem extends SystemPlaces {
  readonly kafka: KafkaSettings;
  /** `from` is the address that a sender behind a trusted proxy has, and so what he is limited by. */
  post(path: string, body: unknown, from?: string): Promise<Response>;
  rows<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** What a topic holds of a source, in the order of each partition. */
  recordsOf(topic: TopicId, application: string): Promise<ConsumerRecord[]>;
}

/** For the top of a file of tests: others use the same system meanwhile, so a file looks at a source of its own. */
export function sharedSystem(): SharedSystem {
  const system = inject('system');
  const kafka = { brokers: [...system.brokers], clientId: 'e2e', topicPrefix: 'telemetry' };
  const database = new pg.Client({ connectionString: system.postgresUrl });
  beforeAll(() => database.connect().then(() => undefined));
  afterAll(() => database.end());
  return {
    ...system,
    kafka,
    post: (path, body, from) =>
      fetch(`${system.gatewayUrl}${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...(from !== undefined && { 'X-Forwarded-For': from }) },
        body: JSON.stringify(body),
      }),
    rows: async (sql, values = []) => (await database.query(sql, [...values])).rows,
    recordsOf: async (topic, application) =>
      (await readTopic(kafka, topic)).filter(({ key, headers, value }) =>
        [headers.application, key?.split('/')[0], applicationOf(value)].includes(application),
      ),
  };
}

function applicationOf(value: Buffer | null): unknown {
  return value === null ? undefined : JSON.parse(value.toString()).application;
}

/** A report of a system of a test's own source, about now unless told otherwise. */
export function aReport(application: TestApplication, id: string, given: { version?: string; time?: string } = {}) {
  const { version = '1.2.3', time = new Date().toISOString() } = given;
  return { application, telemetry_type: TEST_TYPE, time, payload: { id, version, count: 4 } };
}
