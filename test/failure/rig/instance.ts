import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, type ChildSpec, startChild } from '@heliograph/local-stack';
import type { ServiceName } from '@heliograph/schema';
import { type Asked, type End, readLog } from './ends.ts';
import { readFrom } from './log-file.ts';

export interface InstanceSpec extends ChildSpec {
  readonly service: ServiceName;
  readonly adminUrl: string;
  /** Of a gateway. */
  readonly publicUrl: string;
  ended(end: End): void;
}

/** A process of a service that is started again whenever it ends, as systemd or Kubernetes would. */
export interface Instance {
  readonly spec: InstanceSpec;
  /** Undefined between an end and the next start. */
  pid(): number | undefined;
  isFrozen(): boolean;
  /** False while it is being stopped, as a load balancer would know from its readiness. */
  takesRequests(): boolean;
  /** Sends a signal that ends it; false where there was no process to send it to. Resolves when its end is recorded. */
  kill(signal: NodeJS.Signals): Promise<boolean>;
  freeze(): void;
  thaw(): void;
  /** SIGTERM, its end, and its next start. It takes no requests before `untilReady` has resolved. */
  restart(untilReady: () => Promise<void>): Promise<void>;
  isReady(): Promise<boolean>;
  /** Ends it for good: in order, or with SIGKILL. */
  remove(how: 'in order' | 'at once'): Promise<void>;
}

const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 2_000;
const STEADY_MS = 5_000;
/** Above the deadline that a service sets itself. */
const STOP_GRACE_MS = 35_000;

const frozen = new Set<number>();
// What sleeps would outlive us: it hears of no other signal but SIGKILL.
process.on('exit', () => {
  for (const pid of frozen) signalTo(pid, 'SIGCONT');
});

/** Starts an instance and keeps it running. */
export function startInstance(spec: InstanceSpec): Instance {
  const removed = new AbortController();
  let child: Child | undefined;
  let asked: Asked | undefined;
  let restarting = false;
  let recorded = Promise.withResolvers<void>();
  const running = keepRunning();
  running.catch(() => recorded.resolve()); // Whoever removes it hears of the error.

  async function keepRunning(): Promise<void> {
    for (let quick = 0; !removed.signal.aborted; ) {
      const logFrom = (await stat(spec.logFile).catch(() => undefined))?.size ?? 0;
      const startedAt = performance.now();
      asked = undefined;
      recorded = Promise.withResolvers();
      child = await startChild({ ...spec, appends: true });
      const ended = child;
      if (removed.signal.aborted) {
        // It was removed while it was starting.
        asked = { kind: 'kill', signal: 'SIGKILL' };
        await ended.kill();
      }
      const { code, signal } = await ended.exited;
      child = undefined;
      frozen.delete(ended.pid);
      await ended.kill(); // Removes its pid file.
      const livedMs = performance.now() - startedAt;
      const told = readLog((await readFrom(spec.logFile, logFrom)).toString());
      const { name: instance, service } = spec;
      const at = new Date().toISOString();
      const how = { code, signal, asked, livedMs, ...told };
      spec.ended({ instance, service, pid: ended.pid, at, ...how });
      recorded.resolve();
      quick = livedMs < STEADY_MS ? quick + 1 : 0;
      const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** quick, LONGEST_BACKOFF_MS);
      await sleep(asked === undefined ? backoffMs : FIRST_BACKOFF_MS, undefined, { signal: removed.signal }).catch(
        () => undefined,
      );
    }
  }

  const isReady = async () => child !== undefined && (await answers(`${spec.adminUrl}/readyz`));

  function thaw(): void {
    if (child === undefined || !frozen.delete(child.pid)) return;
    signalTo(child.pid, 'SIGCONT');
  }

  async function end(how: Asked, act: (running: Child) => Promise<void>): Promise<boolean> {
    const running = child;
    if (running === undefined || running.exit() !== undefined) return false;
    // A second kill of the same process would be counted as one more.
    const isFirst = asked?.kind !== 'kill';
    asked = how;
    const { promise } = recorded;
    await act(running);
    await promise;
    return isFirst;
  }

  return {
    spec,
    pid: () => child?.pid,
    isFrozen: () => child !== undefined && frozen.has(child.pid),
    takesRequests: () => !restarting && asked?.kind !== 'stop' && !removed.signal.aborted,
    kill: (signal) =>
      end({ kind: 'kill', signal }, async (running) => {
        signalTo(running.pid, signal);
        await running.exited;
      }),
    freeze() {
      if (child === undefined) return;
      frozen.add(child.pid);
      signalTo(child.pid, 'SIGSTOP');
    },
    thaw,
    async restart(untilReady) {
      thaw();
      restarting = true;
      try {
        await end({ kind: 'stop' }, (running) => running.stop(STOP_GRACE_MS));
        await untilReady();
      } finally {
        restarting = false;
      }
    },
    isReady,
    async remove(how) {
      removed.abort();
      thaw();
      if (how === 'in order') await end({ kind: 'stop' }, (running) => running.stop(STOP_GRACE_MS));
      else await end({ kind: 'kill', signal: 'SIGKILL' }, (running) => running.kill());
      await running;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** A process that has gone meanwhile is no error. */
function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ESRCH') throw error;
  }
}
