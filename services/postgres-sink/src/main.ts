import { fileURLToPath } from 'node:url';
import { groupId, type InputTopicId, topicName, topicsOf } from '@heliograph/schema';
import { ANSWER_TIMEOUT_MS, createPool, loadDefinitions, migrate, runService, toKafka } from '@heliograph/service-kit';
import { checkTopics, startSink } from '@heliograph/stream';
import { Config } from './config.ts';
import { POSTGRES_SINK_ERRORS } from './errors.ts';
import { createHandler } from './handler.ts';
import { startHousekeeping } from './housekeeping.ts';
import { createPartitions } from './partitions.postgres.ts';
import { createRowWriter } from './row-writer.postgres.ts';

const stage = 'postgres-sink';
const input = 'observations';

await runService({
  name: stage,
  config: Config,
  async start({ config, version, runtime, onStop }) {
    const kafka = toKafka(config, stage);
    await checkTopics(kafka, topicsOf(stage), config.topicPartitions);
    const { definitions } = await loadDefinitions(config.definitionsFolder);
    const migrations = fileURLToPath(new URL('../migrations', import.meta.url));
    if (config.postgresSinkMigrate) await migrate(config.postgresUrl, migrations, 'telemetry');

    const pool = createPool(config.postgresUrl, stage, { query_timeout: ANSWER_TIMEOUT_MS });
    onStop('pool', () => pool.end());
    const partitions = createPartitions(pool);
    const housekeeping = await startHousekeeping({ definitions, partitions, log: runtime.log, now: Date.now });
    onStop('housekeeping', () => housekeeping.stop());

    const consumer = groupId(config.topicPrefix, stage);
    const open = (id: InputTopicId) => {
      const writer = createRowWriter({ pool, partitions, consumer, topic: topicName(config.topicPrefix, id) });
      return { write: createHandler(writer), position: writer.position };
    };
    const sink = await startSink({ stage, version, input, kafka, runtime, open, errors: POSTGRES_SINK_ERRORS });
    onStop('sink', () => sink.stop());
  },
});
