import { randomUUID } from 'node:crypto';
import { createIngest } from '@heliograph/ingest';
import { receiptOf, sha256 } from '@heliograph/runtime';
import { perContent, type Register } from '@heliograph/schema';
import type { Publisher, Runtime } from '@heliograph/stream';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { createApp, protocolsOf } from './app.ts';
import { type Caller, createAccess } from './auth/access.ts';
import { clientAddress, createClientAddress, isTrustedProxy, parseNetworks } from './auth/client-address.ts';
import { createKeyVerifier, type KeyRing } from './auth/key-ring.kafka.ts';
import type { Config } from './config.ts';
import { createConnectionLimit } from './http/connection-limit.ts';
import { createByteBudget } from './http/read-body.ts';
import { type GatewayServer, type Lifecycle, startServer } from './http/server.ts';
import { startTls } from './http/tls.ts';
import type { Rate } from './limits/rate-limiter.ts';
import { createRateLimits, type RateLimits } from './limits/rate-limits.ts';
import { createGatewayMetrics } from './metrics.prometheus.ts';
import { openApiAnswer } from './openapi.ts';
import { createOwnPaths, ownPathProtocols } from './own-paths.ts';
import { createPrivacyRequests } from './privacy-requests.ts';
import { createRoutes } from './routes.ts';

/**
 * Puts the gateway together around a publisher and starts it. Rejects if its port is taken, a definition is broken, the TLS
 * files cannot be used, or API keys are required and there are no `keys`.
 */
export async function startGateway(
  config: z.infer<typeof Config>,
  register: Register,
  publisher: Pick<Publisher, 'publish' | 'refusal' | 'inFlightBytes'>,
  { log, registry }: Pick<Runtime, 'log' | 'registry'>,
  keys?: KeyRing,
  protocols = protocolsOf(createRoutes(register)),
): Promise<GatewayServer> {
  const trustedProxies = parseNetworks(config.gatewayTrustedProxies);
  if (trustedProxies === undefined) throw new Error('the list of trusted proxies cannot be read');
  const lifecycle: Lifecycle = { phase: 'serving' };
  const budget = createByteBudget(config.gatewayMaxInFlightBytes);
  const tls = await startTls(config, registry, log);
  const { accessKeySecret } = config;
  const canVerify = accessKeySecret !== undefined && keys !== undefined;
  const metrics = createGatewayMetrics(registry, () => budget.taken + publisher.inFlightBytes);
  const app = createApp({
    protocols,
    atOwnPath: createOwnPaths(register),
    openApi: perContent(register, () => openApiAnswer([...protocols, ...ownPathProtocols(register)])),
    access: createAccess({
      modes: { reports: config.gatewayAuthMode, privacy_requests: config.gatewayPrivacyRequestAuth },
      verifyKey: canVerify ? createKeyVerifier(keys, accessKeySecret) : undefined,
      clock: Date.now,
    }),
    clientAddress: createClientAddress(trustedProxies, log),
    rateLimits: rateLimitsOf(config),
    ingest: createIngest({ register, maxRecords: config.gatewayMaxRecords, hash: sha256, newId: uuidv7 }),
    bounds: {
      maxReports: config.gatewayMaxEnvelopes,
      maxRecords: config.gatewayMaxRecords,
      maxBodyBytes: config.gatewayMaxBodyBytes,
    },
    toRecord: createPrivacyRequests({ register, newRequestId: () => randomUUID(), receiptOf }),
    publisher,
    budget,
    ownerOf: ownerOf(config),
    maxBodyBytes: config.gatewayMaxBodyBytes,
    metrics,
    lifecycle,
    clock: Date.now,
    steadyClock: performance.now.bind(performance),
    random: Math.random,
    log,
  });
  const server = {
    host: config.gatewayHost,
    port: config.gatewayPort,
    maxConnections: config.gatewayMaxConnections,
    connectionLimit: createConnectionLimit(config.gatewayMaxConnectionsPerAddress, (peer) =>
      isTrustedProxy(peer, trustedProxies) ? undefined : clientAddress(peer, undefined, trustedProxies),
    ),
    onRefusedConnection: (reason: 'address' | 'all') => metrics.refusedConnection(reason),
    requestTimeoutMs: config.gatewayRequestTimeoutMs,
    headersTimeoutMs: config.gatewayHeadersTimeoutMs,
    keepAliveTimeoutMs: config.gatewayKeepAliveTimeoutMs,
    deliveryTimeoutMs: config.gatewayDeliveryTimeoutMs,
    preStopDelayMs: config.gatewayPreStopDelayMs,
    tls: tls?.credentials,
  };
  const started = await startServer(app, server, lifecycle);
  tls?.watch(started.renew);
  return {
    ...started,
    async stop() {
      await started.stop();
      await tls?.stop();
    },
  };
}

/** Where a scope has no limit, its clients cannot be told apart, or shall not be. */
function ownerOf(config: z.infer<typeof Config>): (caller: Caller) => string | undefined {
  return ({ client }) => {
    if ('key' in client) return config.gatewayRateLimitPerKey === 0 ? undefined : `key ${client.key}`;
    return config.gatewayRateLimitPerAddress === 0 ? undefined : `address ${client.address}`;
  };
}

/** Enough for the largest request and for what a minute's jitter of many clients brings together. */
const BURST_S = 10;
const HOUR_S = 3600;

const perSecond = (records: number): Rate => ({ perSecond: records, burst: records * BURST_S });
const perHour = (records: number): Rate => ({ perSecond: records / HOUR_S, burst: records });

function rateLimitsOf(config: z.infer<typeof Config>): RateLimits {
  return createRateLimits({
    key: perSecond(config.gatewayRateLimitPerKey),
    address: perSecond(config.gatewayRateLimitPerAddress),
    application: perSecond(config.gatewayRateLimitPerApplication),
    system: perHour(config.gatewayRateLimitPerSystem),
    request: perHour(config.gatewayRateLimitPrivacyRequests),
  });
}
