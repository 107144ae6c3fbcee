import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, lastLines, startChild } from '@heliograph/local-stack';
import type { ServiceName } from '@heliograph/schema';
import { portOf } from '../../packages/devtools/src/up/environment.ts';
import type { Bench } from './bench.ts';
import { type Metrics, readMetrics } from './metrics.ts';

/** One real service as a process. */
export interface ServiceProcess {
  /** Resolves once /readyz says so. */
  ready(): Promise<void>;
  metrics(): Promise<Metrics>;
  stop(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_TIMEOUT_MS = 120_000;
const READY_POLL_MS = 20;
const STOP_GRACE_MS = 35_000;

export interface ServiceStart {
  readonly service: ServiceName;
  readonly dataDir: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Starts a service alone; it is stopped with the part, or before. */
export async function startService(bench: Bench, start: ServiceStart): Promise<ServiceProcess> {
  const { service, dataDir, variables } = start;
  const { profile } = bench.settings;
  const profiling = profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', join(profile, service)];
  const child = await startChild({
    name: service,
    command: process.execPath,
    args: [...profiling, '--enable-source-maps', join(ROOT, 'services', service, 'src', 'main.ts')],
    env: { NODE_COMPILE_CACHE: join(dataDir, 'compiled'), ...process.env, ...variables },
    runDir: join(dataDir, 'run'),
    logFile: join(dataDir, 'logs', `${service}.log`),
    stopSignal: 'SIGTERM',
  });
  const stop = () => child.stop(STOP_GRACE_MS);
  bench.onEnd(stop);
  const admin = `http://127.0.0.1:${portOf(variables, service, 'admin')}`;
  return {
    stop,
    metrics: () => readMetrics(admin),
    async ready() {
      const deadline = performance.now() + READY_TIMEOUT_MS;
      while (!(await answers(`${admin}/readyz`))) {
        await mustLive(child);
        if (performance.now() > deadline) throw new Error(`${service} is not ready; ${await lastLines(child)}`);
        await bench.wait(READY_POLL_MS);
      }
    },
  };
}

async function mustLive(child: Child): Promise<void> {
  if (child.exit() !== undefined) throw new Error(`${child.name} ended; ${await lastLines(child)}`);
}

const answers = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(5000) }).then(
    (response) => response.ok,
    () => false,
  );
