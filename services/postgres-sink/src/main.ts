import { openRegister } from '@heliograph/definitions';
import { ANSWER_TIMEOUT_MS, createPool } from '@heliograph/postgres';
import { runService, toKafka } from '@heliograph/runtime';
import { groupId, type InputTopicId, topicName, topicsOf } from '@heliograph/schema';
import { awaitTopics, startSink } from '@heliograph/stream';
import { Config } from './config.ts';
import { POSTGRES_SINK_ERRORS } from './errors.ts';
import { createExpiredRows } from './expired.postgres.ts';
import { createHandler } from './handler.ts';
import { startHousekeeping } from './housekeeping.ts';
import { createPartitions } from './partitions.postgres.ts';
import { createRowWriter } from './row-writer.postgres.ts';
import { tables } from './tables.postgres.ts';

const stage = 'postgres-sink';
const input = 'observations';

await runService({
  name: stage,
  config: Config,
  async start({ config, version, runtime, onStop }) {
    const kafka = toKafka(config, stage);
    await awaitTopics(kafka, topicsOf(stage), config.topicPartitions, runtime);
    const register = await openRegister({ config, runtime, onStop });
    if (config.postgresSinkMigrate) await tables.awaitTables(config.postgresUrl, runtime);
    const pool = createPool(config.postgresUrl, stage, { query_timeout: ANSWER_TIMEOUT_MS });
    onStop('pool', () => pool.end());
    const partitions = createPartitions(pool);
    const [now, expired] = [Date.now, createExpiredRows(pool, partitions)];
    const housekeeping = startHousekeeping({ register, partitions, expired, log: runtime.log, now });
    onStop('housekeeping', () => housekeeping.stop());
    const consumer = groupId(config.topicPrefix, stage);
    const open = (id: InputTopicId) => {
      const writer = createRowWriter({ pool, partitions, consumer, topic: topicName(config.topicPrefix, id), now });
      return { write: createHandler(writer), position: writer.position };
    };
    const sink = await startSink({ stage, version, input, kafka, runtime, open, errors: POSTGRES_SINK_ERRORS });
    onStop('sink', () => sink.stop());
  },
});
