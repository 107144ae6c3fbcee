import { topicsOf } from '@heliograph/schema';
import { loadDefinitions, runService, toKafka } from '@heliograph/service-kit';
import { checkTopics, startSink } from '@heliograph/stream';
import { Config } from './config.ts';
import { INFLUX_SINK_ERRORS } from './errors.ts';
import { createHandler } from './handler.ts';
import { createPointWriter } from './point-writer.influx.ts';

const stage = 'influx-sink';

await runService({
  name: stage,
  config: Config,
  async start({ config, version, runtime, onStop }) {
    const kafka = toKafka(config, stage);
    await checkTopics(kafka, topicsOf(stage), config.topicPartitions);
    const definitions = await loadDefinitions(config.definitionsFolder);
    const writer = createPointWriter(config);
    const write = createHandler(definitions, writer);
    const sink = await startSink({
      stage,
      version,
      input: 'observations',
      kafka,
      runtime,
      // InfluxDB keeps no position. Asked for one it proves that it would take points, and readiness waits for that.
      open: () => ({ write, position: async () => void (await writer.prove()) }),
      errors: INFLUX_SINK_ERRORS,
    });
    onStop('sink', () => sink.stop());
  },
});
