import { openRegister } from '@heliograph/definitions';
import { compile } from '@heliograph/privacy';
import { pseudonymsOf, runService, toKafka } from '@heliograph/runtime';
import { topicsOf } from '@heliograph/schema';
import { awaitTopics, definitionGrace, startProcessor } from '@heliograph/stream';
import { Config } from './config.ts';
import { createHandler } from './handler.ts';
import { createRemovalCounts } from './removal-counts.prometheus.ts';

await runService({
  name: 'sanitizer',
  config: Config,
  async start({ config, version, runtime, onStop }) {
    const kafka = toKafka(config, 'sanitizer');
    const pseudonyms = pseudonymsOf(config.systemKeySecret);
    const register = await openRegister({ config, runtime, onStop }, (definition) => compile(definition, pseudonyms));
    const counts = createRemovalCounts(runtime.registry);
    const handler = definitionGrace(register, Date.now).handler(createHandler(register, pseudonyms, counts));
    await awaitTopics(kafka, topicsOf('sanitizer'), config.topicPartitions, runtime);
    const open = async () => handler;
    const processor = await startProcessor({ stage: 'sanitizer', version, input: 'raw', kafka, runtime, open });
    onStop('processor', processor.stop);
  },
});
