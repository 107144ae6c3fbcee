import { topicsOf } from '@heliograph/schema';
import { loadDefinitions, runService, toKafka } from '@heliograph/service-kit';
import { checkTopics, type Restore, startProcessor } from '@heliograph/stream';
import { Config } from './config.ts';
import { openPartition } from './handler.ts';
import { sha256 } from './hash.sha256.ts';
import { createMemory, type Memory } from './memory.ts';
import { createMemoryGauges } from './memory-gauges.prometheus.ts';
import { createSeenKeys } from './seen-keys.memory.ts';

await runService({
  name: 'dedup',
  config: Config,
  async start({ config, version, runtime, onStop }) {
    const kafka = toKafka(config, 'dedup');
    const register = await loadDefinitions(config.definitionsFolder);
    const gauges = createMemoryGauges(runtime.registry);
    await checkTopics(kafka, topicsOf('dedup'), config.topicPartitions);
    const open = (partition: number, restore: Restore) => {
      const memory = createMemory(createSeenKeys());
      const report = (current: Memory) => gauges.show(partition, current);
      const close = () => gauges.forget(partition);
      return openPartition({ register, hash: sha256, memory, restore, report, close });
    };
    const processor = await startProcessor({
      stage: 'dedup',
      version,
      input: 'sanitized',
      journal: 'seen',
      kafka,
      runtime,
      open,
    });
    onStop('processor', processor.stop);
  },
});
