import { fileURLToPath } from 'node:url';
import { groupId, topicName, topicsOf } from '@heliograph/schema';
import { createPool, loadDefinitions, migrate, runService, toKafka } from '@heliograph/service-kit';
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

    const pool = createPool(config.postgresUrl, stage);
    onStop('pool', () => pool.end());
    const partitions = createPartitions(pool);
    const housekeeping = await startHousekeeping({ definitions, partitions, log: runtime.log, now: Date.now });
    onStop('housekeeping', () => housekeeping.stop());

    const owner = { consumer: groupId(config.topicPrefix, stage), topic: topicName(config.topicPrefix, input) };
    const writer = createRowWriter({ pool, partitions, ...owner });
    const store = { write: createHandler(writer), position: writer.position, errors: POSTGRES_SINK_ERRORS };
    const sink = await startSink({ stage, version, input, kafka, runtime, ...store });
    onStop('sink', () => sink.stop());
  },
});
