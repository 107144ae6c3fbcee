import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { camelCase, variableName } from '@heliograph/runtime';
import type { ServiceName } from '@heliograph/schema';
import type { KafkaSettings } from '@heliograph/stream';
import { compileCache } from '@heliograph/testkit';

/** A service as a process of its own, once it is ready. */
export interface ServiceProcess {
  /** What /readyz says, and its status. */
  readiness(): Promise<{ status: number; warnings?: Record<string, string> }>;
  metrics(): Promise<string>;
  /** Sends an envelope to a gateway: the status, and the code of the first error. */
  send(envelope: object): Promise<{ status: number; code?: string }>;
  /** What it has logged. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

export interface ServiceStart {
  readonly service: ServiceName;
  readonly kafka: KafkaSettings;
  readonly partitions: number;
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

const LIMITS = ['PER_ADDRESS', 'PER_APPLICATION', 'PER_KEY', 'PER_SYSTEM', 'PRIVACY_REQUESTS'];

/** Rejects with its log where the process ends before it is ready. It looks at its definitions ten times a second. */
export async function startService(start: ServiceStart): Promise<ServiceProcess> {
  const { service, kafka, partitions, folder, env = {}, nodeOptions = [] } = start;
  const main = fileURLToPath(new URL(`../../services/${service}/src/main.ts`, import.meta.url));
  const child = spawn(process.execPath, [...nodeOptions, main], {
    env: {
      ...compileCache,
      HELIOGRAPH_KAFKA_BROKERS: kafka.brokers.join(','),
      HELIOGRAPH_TOPIC_PREFIX: kafka.topicPrefix,
      HELIOGRAPH_TOPIC_PARTITIONS: String(partitions),
      HELIOGRAPH_DEFINITIONS_FOLDER: folder,
      HELIOGRAPH_DEFINITIONS_RELOAD_MS: '100',
      HELIOGRAPH_SYSTEM_KEY_SECRET: 'a secret of the tests, 32 characters',
      HELIOGRAPH_GATEWAY_PORT: '0',
      HELIOGRAPH_GATEWAY_PRE_STOP_DELAY_MS: '0',
      ...Object.fromEntries(LIMITS.map((limit) => [`HELIOGRAPH_GATEWAY_RATE_LIMIT_${limit}`, '0'])),
      [variableName(`${camelCase(service)}AdminPort`)]: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const lines: string[] = [];
  const ports = { admin: 0, gateway: 0 };
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  createInterface(child.stderr).on('line', (line) => void lines.push(line));
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    const entry = line.startsWith('{') ? JSON.parse(line) : {};
    ports.admin ||= entry.adminPort ?? 0;
    ports.gateway ||= entry.port ?? 0;
    if (entry.msg === 'ready' && (service !== 'gateway' || ports.gateway > 0)) resolve();
    if (entry.msg === 'taking reports') resolve();
  });
  const died = ended.then(() => {
    throw new Error(`${service} ended:\n${lines.join('\n')}`);
  });
  died.catch(() => undefined);
  await Promise.race([ready, died]);

  const admin = (path: string) => fetch(`http://127.0.0.1:${ports.admin}${path}`);
  return {
    lines,
    async readiness() {
      const response = await admin('/readyz');
      return { ...JSON.parse(await response.text()), status: response.status };
    },
    metrics: async () => (await admin('/metrics')).text(),
    async send(envelope) {
      const response = await fetch(`http://127.0.0.1:${ports.gateway}/v1/telemetry`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(envelope),
      });
      const { results = [] } = JSON.parse(await response.text());
      return { status: response.status, ...(results[0]?.error ? { code: results[0].error.code } : {}) };
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
