import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram, run } from './programs.ts';
import type { Missing } from './providers.ts';
import type { Site, Started } from './site.ts';
import { StackError } from './stack-error.ts';
import { watchProgress } from './standstill.ts';

/** Images may have to be fetched. */
const RUN_TIMEOUT_MS = 600_000;

/** The `docker` program, where its daemon answers. */
export async function findDocker(env: NodeJS.ProcessEnv): Promise<string | Missing> {
  const docker = await findProgram('docker', env);
  if (docker === undefined) return { missing: 'no Docker' };
  const { ok } = await run(docker, ['version', '--format', '{{.Server.Version}}'], { env, timeoutMs: 10_000 });
  return ok ? docker : { missing: 'the Docker daemon does not answer' };
}

export interface Container {
  readonly service: string;
  readonly image: string;
  /** Of the container, published on the loopback interface. */
  readonly containerPort: number;
  readonly hostPort: number;
  readonly env: Readonly<Record<string, string>>;
  /** Where the image keeps its data. */
  readonly dataPath: string;
}

/** The arguments of `docker` that start a container; its volume outlives it where the data shall be kept. */
export function runArguments(container: Container, dataDir: string, keepsData: boolean): string[] {
  const name = containerName(container.service, dataDir);
  return [
    ...['run', '--detach', '--rm', '--name', name],
    ...['--publish', `127.0.0.1:${container.hostPort}:${container.containerPort}`],
    ...(keepsData ? ['--volume', `${name}:${container.dataPath}`] : []),
    ...Object.entries(container.env).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    container.image,
  ];
}

/** One name for each data folder, so that a container that a crash left behind is found again. */
export function containerName(service: string, dataDir: string): string {
  return `heliograph-${service}-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
}

type Ends = Pick<Started<unknown>, 'stop' | 'kill' | 'ended'>;

/** Starts a container in place of one that an earlier run left behind. Gives back how to end it. */
export async function startContainer(docker: string, container: Container, site: Site): Promise<Ends> {
  const { env, dataDir, keepsData, signal } = site;
  const name = containerName(container.service, dataDir);
  await run(docker, ['rm', '--force', name], { env });
  site.progress(`${container.service}: starting ${container.image} with Docker`);
  const { ok, output } = await run(docker, runArguments(container, dataDir, keepsData), {
    env,
    signal,
    timeoutMs: RUN_TIMEOUT_MS,
  });
  if (!ok) throw new StackError(`Docker cannot start ${container.image}: ${output}`);
  return {
    // Answers when the container ends, and also where the daemon itself ends.
    ended: run(docker, ['wait', name], { env, timeoutMs: 0 }).then(({ output }) => `exit code ${output.trim()}`),
    stop: async () => void (await run(docker, ['stop', '--time', '20', name], { env })),
    kill: async () => void (await run(docker, ['rm', '--force', name], { env })),
  };
}

const STANDSTILL_MS = 60_000;
const INTERVAL_MS = 250;

/** Polls until the probe is true; a StackError with the last lines of the container's log where it ends, or gets nowhere. */
export async function untilContainerReady(
  docker: string,
  service: string,
  site: Pick<Site, 'dataDir' | 'env' | 'signal'>,
  probe: () => Promise<boolean>,
  standstillMs = STANDSTILL_MS,
): Promise<void> {
  const { dataDir, env, signal } = site;
  const name = containerName(service, dataDir);
  const progress = watchProgress(standstillMs);
  while (!(await probe())) {
    signal.throwIfAborted();
    const { ok, output } = await run(docker, ['logs', '--tail', '8', name], { env });
    // One that has ended is removed, and its log with it.
    if (!ok) throw new StackError(`${service}: container ${name} ended while starting: ${output}`);
    if (progress.standsStill(output))
      throw new StackError(`${service} in container ${name} is not ready after ${progress.seconds()} s: ${output}`);
    await sleep(INTERVAL_MS);
  }
}
