import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, type ChildSpec, lastLines, StackError, startChild } from '@heliograph/local-stack';
import { restartDelayMs, STEADY_MS } from './up-backoff.ts';

export interface ServiceSpec extends ChildSpec {
  /** Answers 200 once it is ready. */
  readonly readyUrl: string;
}

/** A service as a process that is started again when it ends by itself. */
export interface RunningService {
  readonly name: string;
  /** Resolves when it is ready; a StackError with the end of its log where it gives up or takes too long. */
  ready(timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** Stops it and starts it no more; after `graceMs` by force. */
  stop(graceMs: number): Promise<void>;
}

const POLL_MS = 100;
/** A service that cannot start fails alike each time; a store that is not quite there yet is there at the third. */
const STARTS_BEFORE_GIVING_UP = 3;

/** Starts a service and keeps it running; `say` gets a line for each restart. */
export function keepRunning(spec: ServiceSpec, say: (line: string) => void): RunningService {
  const stopping = new AbortController();
  let child: Child | undefined;
  let wasReady = false;
  let hopeless: StackError | undefined;
  const ended = run();

  async function run(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      child = await startChild({ ...spec, appends: failures > 0 });
      const startedAt = performance.now();
      const { code, signal } = await child.exited;
      await child.stop(0);
      if (stopping.signal.aborted) return;
      failures = performance.now() - startedAt > STEADY_MS ? 1 : failures + 1;
      const how = `${spec.name} ended unexpectedly (${signal ?? `exit code ${code}`})`;
      if (!wasReady && failures >= STARTS_BEFORE_GIVING_UP) {
        hopeless = new StackError(`${how}, for the ${failures}rd time; ${await lastLines(spec)}`);
        return;
      }
      const delayMs = restartDelayMs(failures);
      say(`${how}; starting it again in ${delayMs / 1000} s (log: ${spec.logFile})`);
      await sleep(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    name: spec.name,
    async ready(timeoutMs, signal) {
      const deadline = performance.now() + timeoutMs;
      while (!(await answers(spec.readyUrl))) {
        signal.throwIfAborted();
        if (hopeless !== undefined) throw hopeless;
        if (performance.now() >= deadline)
          throw new StackError(`${spec.name} is not ready after ${timeoutMs / 1000} s; ${await lastLines(spec)}`);
        await sleep(POLL_MS);
      }
      wasReady = true;
    },
    async stop(graceMs) {
      stopping.abort();
      await child?.stop(graceMs);
      await ended;
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
