import type { Register } from '@heliograph/schema';
import type { Publisher, Runtime } from '@heliograph/stream';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { createAccept } from './accept.ts';
import { createApp } from './app.ts';
import { createByteBudget } from './byte-budget.ts';
import type { Config } from './config.ts';
import { sha256 } from './hash.sha256.ts';
import { createGatewayMetrics } from './metrics.prometheus.ts';
import { type GatewayServer, type Phase, startServer } from './server.ts';
import { newTraceparent } from './traceparent.ts';

/** Puts the gateway together around a publisher and starts it. Rejects where its port is taken or a definition is broken. */
export async function startGateway(
  config: z.infer<typeof Config>,
  register: Register,
  publisher: Pick<Publisher, 'publish' | 'refusal' | 'inFlightBytes'>,
  { log, registry }: Pick<Runtime, 'log' | 'registry'>,
): Promise<GatewayServer> {
  let phase: Phase = 'serving';
  const budget = createByteBudget(config.gatewayMaxInFlightBytes);
  const app = createApp({
    accept: createAccept({
      register,
      maxEnvelopes: config.gatewayMaxEnvelopes,
      maxRecords: config.gatewayMaxRecords,
      hash: sha256,
      newId: uuidv7,
    }),
    publisher,
    budget,
    maxBodyBytes: config.gatewayMaxBodyBytes,
    metrics: createGatewayMetrics(registry, () => budget.taken + publisher.inFlightBytes),
    isClosing: () => phase !== 'serving',
    isDraining: () => phase === 'draining',
    clock: Date.now,
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
  };
  return startServer(app, server, (entered) => {
    phase = entered;
  });
}
