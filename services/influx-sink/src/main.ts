import { openRegister } from '@heliograph/definitions';
import { runService, toKafka } from '@heliograph/runtime';
import { topicsOf } from '@heliograph/schema';
import { awaitTopics, definitionGrace, startSink } from '@heliograph/stream';
import { Config } from './config.ts';
import { INFLUX_SINK_ERRORS } from './errors.ts';
import { createHandler } from './handler.ts';
import { startHousekeeping } from './housekeeping.ts';
import { createLeftOutCounter } from './left-out.prometheus.ts';
import { pointsOf } from './points.ts';
import { openStores } from './stores.ts';

const stage = 'influx-sink';

await runService({
  name: stage,
  config: Config,
  async start({ config, version, runtime, onStop }) {
    const kafka = toKafka(config, stage);
    await awaitTopics(kafka, topicsOf(stage), config.topicPartitions, runtime);
    const register = await openRegister({ config, runtime, onStop }, pointsOf);
    const stores = openStores(config, register, runtime.log);
    onStop('stores', () => stores.close());
    const housekeeping = startHousekeeping({ register, retention: stores.retention, log: runtime.log });
    onStop('housekeeping', () => housekeeping.stop());

    const write = createHandler(register, stores, Date.now, createLeftOutCounter(runtime.registry));
    const store = definitionGrace(register, Date.now).store({ write, position: stores.position });
    const sink = await startSink({
      stage,
      version,
      input: 'observations',
      kafka,
      runtime,
      open: () => store,
      errors: INFLUX_SINK_ERRORS,
    });
    onStop('sink', () => sink.stop());
  },
});
