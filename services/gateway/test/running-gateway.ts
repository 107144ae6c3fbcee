import type { Protocol } from '@heliograph/ingest';
import { createRegister } from '@heliograph/schema';
import { aDefinition, shippedDefinitions, testRuntime } from '@heliograph/testkit';
import type { z } from 'zod';
import { protocolsOf } from '../src/app.ts';
import { createKeyRing } from '../src/auth/key-ring.kafka.ts';
import { Config } from '../src/config.ts';
import { startGateway } from '../src/gateway.ts';
import { createRoutes } from '../src/routes.ts';
import { createMemoryPublisher } from './publisher.memory.ts';

const aDraft = aDefinition({ application: 'draft', status: 'draft', approval: undefined });
const anExpired = aDefinition({ application: 'expired', expires: '2020-01-01' });

/** The definitions that are shipped, one draft and one that has expired. */
export const register = createRegister([...shippedDefinitions().definitions, aDraft, anExpired]);

/** All that a test sends comes from one address, and often for one system. */
const WITHOUT_LIMITS = {
  gatewayRateLimitPerAddress: 0,
  gatewayRateLimitPerApplication: 0,
  gatewayRateLimitPerKey: 0,
  gatewayRateLimitPerSystem: 0,
  gatewayRateLimitPrivacyRequests: 0,
};

/** The gateway over real HTTP on a port of its own, in front of a publisher in memory. */
export async function startTestGateway(
  settings: Partial<z.input<typeof Config>> = {},
  definitions = register,
  more: readonly Protocol[] = [],
) {
  const publisher = createMemoryPublisher();
  const runtime = testRuntime();
  const config = Config.parse({ gatewayPort: 0, gatewayPreStopDelayMs: 0, ...WITHOUT_LIMITS, ...settings });
  const keys = createKeyRing(runtime.log);
  const server = await startGateway(config, definitions, publisher, runtime, keys, [
    ...protocolsOf(createRoutes(definitions)),
    ...more,
  ]);
  const url = `http://127.0.0.1:${server.port}/v1/telemetry`;
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body });
  return { publisher, runtime, keys, server, url, post };
}
