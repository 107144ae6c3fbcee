import { openRegister } from '@heliograph/definitions';
import { runService, toKafka } from '@heliograph/runtime';
import { groupId, type InputTopicId, topicName, topicsOf } from '@heliograph/schema';
import { awaitTopics, definitionGrace, startSink } from '@heliograph/stream';
import { Config } from './config.ts';
import { SUMMARIZER_ERRORS as errors } from './errors.ts';
import { createHandler } from './handler.ts';
import { createLatestWriter } from './latest-writer.postgres.ts';
import { createPools } from './pools.postgres.ts';
import { startPublishing } from './publishing.ts';
import { tables } from './tables.postgres.ts';

const stage = 'summarizer';

await runService({
  name: stage,
  config: Config,
  async start({ config, version, runtime, onStop }) {
    const kafka = toKafka(config, stage);
    await awaitTopics(kafka, topicsOf(stage), config.topicPartitions, runtime);
    const register = await openRegister({ config, runtime, onStop });
    if (config.summarizerMigrate) await tables.awaitTables(config.postgresUrl, runtime);
    const pools = createPools(config.postgresUrl);
    onStop('pools', pools.end);
    const grace = definitionGrace(register, Date.now);
    const open = (id: InputTopicId) => {
      const owner = { consumer: groupId(config.topicPrefix, stage), topic: topicName(config.topicPrefix, id) };
      const writer = createLatestWriter({ pool: pools.writing, ...owner });
      return grace.store({ write: createHandler(register, writer), position: writer.position });
    };
    const sink = await startSink({ stage, version, input: 'observations', kafka, runtime, open, errors });
    onStop('sink', () => sink.stop());
    // Only now: what is to be published is still in the log, where nobody has read it for a while.
    onStop('publishing', startPublishing({ config, pools, register, kafka, runtime, now: Date.now }).stop);
  },
});
