import { openRegister } from '@heliograph/definitions';
import { compileRecords } from '@heliograph/ingest';
import { runService, sha256, toKafka } from '@heliograph/runtime';
import { topicsOf } from '@heliograph/schema';
import { awaitTopics, createPublisher } from '@heliograph/stream';
import { followKeys } from './auth/key-ring.kafka.ts';
import { sendCanaries } from './canary.ts';
import { Config } from './config.ts';
import { watchExpiry } from './definition-expiry.prometheus.ts';
import { startGateway } from './gateway.ts';
import { watchGroupLag } from './group-lag.prometheus.ts';

await runService({
  name: 'gateway',
  config: Config,
  async start({ config, runtime, onStop }) {
    const kafka = toKafka(config, 'gateway');
    const register = await openRegister({ config, runtime, onStop }, (definition) =>
      compileRecords(definition, sha256),
    );
    onStop('expiry', watchExpiry(register, runtime, Date.now).stop);
    await awaitTopics(kafka, topicsOf('gateway'), config.topicPartitions, runtime);
    onStop('group lag', watchGroupLag({ kafka, runtime, now: Date.now }).stop);
    const keys = config.accessKeySecret === undefined ? undefined : await followKeys(kafka, runtime);
    if (keys !== undefined) onStop('keys', keys.stop);
    const publisher = await createPublisher({
      kafka,
      stage: 'gateway',
      topic: 'raw',
      maxInFlightBytes: config.gatewayMaxInFlightBytes,
      deliveryTimeoutMs: config.gatewayDeliveryTimeoutMs,
      runtime,
    });
    onStop('publisher', publisher.stop);
    onStop('canary', sendCanaries({ everyMs: config.gatewayCanaryEveryMs, publisher, runtime }).stop);
    const server = await startGateway(config, register, publisher, runtime, keys?.ring);
    onStop('server', server.stop);
    runtime.log.info({ port: server.port }, 'taking reports');
  },
});
