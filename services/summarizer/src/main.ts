import { fileURLToPath } from 'node:url';
import { groupId, type InputTopicId, topicName, topicsOf } from '@heliograph/schema';
import { loadDefinitions, migrate, runService, toKafka } from '@heliograph/service-kit';
import { checkTopics, startSink } from '@heliograph/stream';
import { Config } from './config.ts';
import { createDailyWork } from './daily-work.ts';
import { SUMMARIZER_ERRORS as errors } from './errors.ts';
import { countDay } from './figures.postgres.ts';
import { createHandler } from './handler.ts';
import { createLatestWriter } from './latest-writer.postgres.ts';
import { createPools } from './pools.postgres.ts';
import { createPublisher } from './publisher.postgres.ts';
import { startSchedule } from './schedule.ts';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));
const stage = 'summarizer';

await runService({
  name: stage,
  config: Config,
  async start({ config, version, runtime, onStop }) {
    const kafka = toKafka(config, stage);
    await checkTopics(kafka, topicsOf(stage), config.topicPartitions);
    const register = await loadDefinitions(config.definitionsFolder);
    if (config.summarizerMigrate) await migrate(config.postgresUrl, MIGRATIONS, 'summary');
    const pools = createPools(config.postgresUrl);
    onStop('pools', pools.end);
    const { summarizerGraceMs: graceMs, summarizerKeepMs: keepMs, summarizerEveryMs: everyMs } = config;
    const steps = { publisher: createPublisher(pools.writing), count: countDay.bind(null, pools.counting) };
    const work = createDailyWork({ register, graceMs, keepMs, ...steps, log: runtime.log, now: Date.now });
    onStop('schedule', startSchedule({ everyMs, runtime, work }).stop);
    const open = (id: InputTopicId) => {
      const owner = { consumer: groupId(config.topicPrefix, stage), topic: topicName(config.topicPrefix, id) };
      const writer = createLatestWriter({ pool: pools.writing, ...owner });
      return { write: createHandler(register, writer), position: writer.position };
    };
    const sink = await startSink({ stage, version, input: 'observations', kafka, runtime, open, errors });
    onStop('sink', () => sink.stop());
  },
});
