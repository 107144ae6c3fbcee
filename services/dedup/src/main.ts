import { openRegister } from '@heliograph/definitions';
import { runService, toKafka } from '@heliograph/runtime';
import { topicsOf } from '@heliograph/schema';
import { awaitTopics, definitionGrace, findShortRetentions, type Restore, startProcessor } from '@heliograph/stream';
import { Config } from './config.ts';
import { openPartition } from './handler.ts';
import { sha256 } from './hash.sha256.ts';
import { watchJournal } from './journal-watch.ts';
import { createMemory, type Memory } from './memory.ts';
import { createMemoryGauges } from './memory-gauges.prometheus.ts';
import { createSeenKeys } from './seen-keys.memory.ts';

await runService({
  name: 'dedup',
  config: Config,
  async start({ config, version, runtime, onStop }) {
    const kafka = toKafka(config, 'dedup');
    const register = await openRegister({ config, runtime, onStop });
    const gauges = createMemoryGauges(runtime.registry);
    await awaitTopics(kafka, topicsOf('dedup'), config.topicPartitions, runtime);
    const findShort = findShortRetentions.bind(null, kafka);
    onStop('journal watch', watchJournal({ register, findShort, ...runtime }).stop);
    const grace = definitionGrace(register, Date.now);
    const open = async (partition: number, restore: Restore) => {
      const memory = createMemory(createSeenKeys());
      const report = (current: Memory) => gauges.show(partition, current);
      const close = () => gauges.forget(partition);
      return grace.handler(await openPartition({ register, hash: sha256, memory, restore, report, close }));
    };
    const topics = { input: 'sanitized', journal: 'seen' } as const;
    const processor = await startProcessor({ stage: 'dedup', version, ...topics, kafka, runtime, open });
    onStop('processor', processor.stop);
  },
});
