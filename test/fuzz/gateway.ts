import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackingServices } from '@heliograph/local-stack';
import { type KafkaSettings, provisionTopics } from '@heliograph/stream';
import { shippedDefinitions } from '../../packages/testkit/src/definitions.ts';
import { type GatewayProcess, startGatewayProcess } from '../../services/gateway/test/gateway-process.ts';

export interface FuzzedGateway extends Pick<GatewayProcess, 'port'> {
  isAlive(): Promise<boolean>;
  /** The resident memory of its process. */
  residentBytes(): Promise<number>;
  stop(): Promise<void>;
}

const MIB = 1_048_576;
/** A heap of 128 MiB, the buffers of sockets and of Kafka, and Node itself. */
export const MOST_RESIDENT_BYTES = 400 * MIB;

/** A gateway as a process of its own that writes to this Kafka, with little memory, behind a trusted proxy. */
export async function startFuzzedGateway(kafka: KafkaSettings): Promise<FuzzedGateway> {
  const { longestLateWindow: longestLateWindowMs } = shippedDefinitions();
  await provisionTopics(kafka, { partitions: 1, replicationFactor: 1, minInSyncReplicas: 1, longestLateWindowMs });
  const settings = { TRUSTED_PROXIES: '127.0.0.1/8', REQUEST_TIMEOUT_MS: 1_500, HEADERS_TIMEOUT_MS: 1_500 };
  const gateway = await startGatewayProcess(kafka, settings, ['--max-old-space-size=128']);
  return {
    port: gateway.port,
    isAlive: async () => (await gateway.status('/livez')) === 200,
    residentBytes: () => gateway.metric('process_resident_memory_bytes'),
    async stop() {
      gateway.kill('SIGKILL');
      await gateway.ended;
    },
  };
}

/** The same with a Kafka of its own. */
export async function startFuzzedSystem(env: NodeJS.ProcessEnv): Promise<FuzzedGateway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'heliograph-fuzz-'));
  const options = { dataDir, mode: 'native', env, ephemeralPorts: true, only: ['kafka'] } as const;
  const stores = await startBackingServices({ ...options, progress: () => {} });
  const end = async () => {
    await stores.switches.kafka.kill();
    await stores.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const gateway = await startFuzzedGateway({ ...stores.kafka, clientId: 'fuzz', topicPrefix: 'fuzz' });
    const stop = async () => {
      await gateway.stop();
      await end();
    };
    return { ...gateway, stop };
  } catch (error) {
    await end();
    throw error;
  }
}
