import { topicsOf } from '@heliograph/schema';
import { loadDefinitions, runService, toKafka } from '@heliograph/service-kit';
import { checkTopics, createPublisher } from '@heliograph/stream';
import { Config } from './config.ts';
import { startGateway } from './gateway.ts';

await runService({
  name: 'gateway',
  config: Config,
  async start({ config, runtime, onStop }) {
    const kafka = toKafka(config, 'gateway');
    const register = await loadDefinitions(config.definitionsFolder);
    await checkTopics(kafka, topicsOf('gateway'), config.topicPartitions);
    const publisher = await createPublisher({
      kafka,
      topic: 'raw',
      maxInFlightBytes: config.gatewayMaxInFlightBytes,
      deliveryTimeoutMs: config.gatewayDeliveryTimeoutMs,
      runtime,
    });
    onStop('publisher', publisher.stop);
    const server = await startGateway(config, register, publisher, runtime);
    onStop('server', server.stop);
    runtime.log.info({ port: server.port }, 'taking reports');
  },
});
