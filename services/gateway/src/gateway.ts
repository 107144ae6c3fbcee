import { randomUUID } from 'node:crypto';
import { createIngest } from '@heliograph/ingest';
import type { Register } from '@heliograph/schema';
import { receiptOf } from '@heliograph/service-kit';
import type { Publisher, Runtime } from '@heliograph/stream';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { createAdmission } from './admission.ts';
import { createApp } from './app.ts';
import { createByteBudget } from './byte-budget.ts';
import type { Config } from './config.ts';
import { sha256 } from './hash.sha256.ts';
import type { KeyRing } from './key-ring.ts';
import { createGatewayMetrics } from './metrics.prometheus.ts';
import { type GatewayServer, type Phase, startServer } from './server.ts';
import { createSystemRequests } from './system-requests.ts';
import { startTls } from './tls.ts';
import { newTraceparent } from './traceparent.ts';

/**
 * Puts the gateway together around a publisher and starts it. Rejects where its port is taken, a definition is broken, the TLS
 * files cannot be used, or API keys are required and there are no `keys`.
 */
export async function startGateway(
  config: z.infer<typeof Config>,
  register: Register,
  publisher: Pick<Publisher, 'publish' | 'refusal' | 'inFlightBytes'>,
  { log, registry }: Pick<Runtime, 'log' | 'registry'>,
  keys?: KeyRing,
): Promise<GatewayServer> {
  let phase: Phase = 'serving';
  const budget = createByteBudget(config.gatewayMaxInFlightBytes);
  const steadyClock = () => performance.now();
  const tls = await startTls(config, registry, log);
  const app = createApp({
    ...createAdmission(config, keys, steadyClock, log),
    ingest: createIngest({ register, maxRecords: config.gatewayMaxRecords, hash: sha256, newId: uuidv7 }),
    maxReports: config.gatewayMaxEnvelopes,
    acceptRequest: createSystemRequests({ register, newRequestId: () => randomUUID(), receiptOf }),
    publisher,
    budget,
    maxBodyBytes: config.gatewayMaxBodyBytes,
    metrics: createGatewayMetrics(registry, () => budget.taken + publisher.inFlightBytes),
    isClosing: () => phase !== 'serving',
    isDraining: () => phase === 'draining',
    clock: Date.now,
    steadyClock,
    newTraceparent,
    random: Math.random,
    log,
  });
  const server = {
    host: config.gatewayHost,
    port: config.gatewayPort,
    maxConnections: config.gatewayMaxConnections,
    requestTimeoutMs: config.gatewayRequestTimeoutMs,
    headersTimeoutMs: config.gatewayHeadersTimeoutMs,
    keepAliveTimeoutMs: config.gatewayKeepAliveTimeoutMs,
    deliveryTimeoutMs: config.gatewayDeliveryTimeoutMs,
    drainAnnounceMs: config.gatewayDrainAnnounceMs,
    tls: tls?.credentials,
  };
  const started = await startServer(app, server, (entered) => {
    phase = entered;
  });
  tls?.watch(started.renew);
  return {
    ...started,
    async stop() {
      await started.stop();
      tls?.stop();
    },
  };
}
