import { topicsOf } from '@heliograph/schema';
import { keyedHash, loadDefinitions, runService, toKafka } from '@heliograph/service-kit';
import { checkTopics, startProcessor } from '@heliograph/stream';
import { Config } from './config.ts';
import { createHandler } from './handler.ts';
import { createRemovalCounts } from './removal-counts.prometheus.ts';

await runService({
  name: 'sanitizer',
  config: Config,
  async start({ config, version, runtime, onStop }) {
    const kafka = toKafka(config, 'sanitizer');
    const register = await loadDefinitions(config.definitionsFolder);
    const counts = createRemovalCounts(runtime.registry);
    const handler = createHandler(register, keyedHash(config.systemKeySecret), counts);
    await checkTopics(kafka, topicsOf('sanitizer'), config.topicPartitions);
    const open = async () => handler;
    const processor = await startProcessor({ stage: 'sanitizer', version, input: 'raw', kafka, runtime, open });
    onStop('processor', processor.stop);
  },
});
