import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Child,
  type ChildSpec,
  lastLines,
  restartDelayMs,
  STEADY_MS,
  StackError,
  startChild,
  watchProgress,
} from '@heliograph/local-stack';
import { askReadiness } from './readiness.ts';

export interface ServiceSpec extends ChildSpec {
  /** Answers 200 once it is ready. */
  readonly readyUrl: string;
}

/** A service as a process that is started again when it ends by itself. */
export interface RunningService {
  readonly name: string;
  /**
   * Resolves when it is ready, however slow the machine is; a StackError with the end of its log where it gives up, or
   * says nothing new for `standstillMs`.
   */
  ready(standstillMs: number, signal: AbortSignal): Promise<void>;
  /** Stops it and starts it no more; after `graceMs` by force. */
  stop(graceMs: number): Promise<void>;
}

const POLL_MS = 100;
const TELL_EVERY_MS = 15_000;
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
    async ready(standstillMs, signal) {
      const progress = watchProgress(standstillMs);
      let toldMs = performance.now();
      for (let now = await askReadiness(spec.readyUrl); !now.ready; now = await askReadiness(spec.readyUrl)) {
        signal.throwIfAborted();
        if (hopeless !== undefined) throw hopeless;
        if (progress.standsStill(`${child?.pid} ${now.waitsFor}`))
          throw new StackError(
            `${spec.name} is not ready after ${progress.seconds()} s (${now.waitsFor}); ${await lastLines(spec)}`,
          );
        if (performance.now() - toldMs > TELL_EVERY_MS) {
          toldMs = performance.now();
          say(`${spec.name} is not ready yet: ${now.waitsFor}`);
        }
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
