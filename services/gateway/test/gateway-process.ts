import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { KafkaSettings } from '@heliograph/stream';
import { compileCache } from '@heliograph/testkit';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Of each topic. */
export const PARTITIONS = 1;

/** The gateway as a process of its own, once it takes reports. */
export interface GatewayProcess {
  readonly url: string;
  readonly port: number;
  /** The status of /livez or /readyz. */
  status(path: '/livez' | '/readyz'): Promise<number>;
  /** The value of a metric that has no labels. */
  metric(name: string): Promise<number>;
  kill(signal: NodeJS.Signals): void;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** All that a test sends comes from one address, and often for one system. */
const WITHOUT_LIMITS = Object.fromEntries(
  ['PER_ADDRESS', 'PER_APPLICATION', 'PER_KEY', 'PER_SYSTEM', 'PRIVACY_REQUESTS'].map((limit) => [
    `HELIOGRAPH_GATEWAY_RATE_LIMIT_${limit}`,
    '0',
  ]),
);

/** `settings` are environment variables without HELIOGRAPH_GATEWAY_, `shared` are others with their whole names. Rejects with its log where it ends before it serves. */
export async function startGatewayProcess(
  kafka: KafkaSettings,
  settings: Record<string, string | number> = {},
  nodeOptions: readonly string[] = [],
  shared: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  const own = Object.entries(settings).map(([name, value]) => [`HELIOGRAPH_GATEWAY_${name}`, String(value)]);
  const child = spawn(process.execPath, [...nodeOptions, MAIN], {
    env: {
      ...compileCache,
      HELIOGRAPH_KAFKA_BROKERS: kafka.brokers.join(','),
      HELIOGRAPH_TOPIC_PREFIX: kafka.topicPrefix,
      HELIOGRAPH_TOPIC_PARTITIONS: String(PARTITIONS),
      HELIOGRAPH_GATEWAY_PORT: '0',
      HELIOGRAPH_GATEWAY_ADMIN_PORT: '0',
      ...WITHOUT_LIMITS,
      ...Object.fromEntries(own),
      ...shared,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  const lines: string[] = [];
  const { promise: served, resolve } = Promise.withResolvers<void>();
  const ports = { admin: 0, gateway: 0 };
  createInterface(child.stderr).on('line', (line) => void lines.push(line));
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    const entry = line.startsWith('{') ? JSON.parse(line) : {};
    ports.admin ||= entry.adminPort ?? 0;
    ports.gateway ||= entry.port ?? 0;
    if (ports.gateway > 0) resolve();
  });
  await Promise.race([
    served,
    ended.then((how) => {
      throw new Error(`the gateway ended with ${how}:\n${lines.join('\n')}`);
    }),
  ]);
  const admin = (path: string) => fetch(`http://127.0.0.1:${ports.admin}${path}`);
  return {
    port: ports.gateway,
    url: `http://127.0.0.1:${ports.gateway}/v1/telemetry`,
    status: async (path) => (await admin(path)).status,
    metric: async (name) =>
      Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(await (await admin('/metrics')).text())?.[1]),
    kill: (signal) => void child.kill(signal),
    ended,
  };
}
