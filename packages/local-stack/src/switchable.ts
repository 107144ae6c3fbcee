import { restartDelayMs, STEADY_MS } from './restart-delay.ts';
import type { Started } from './site.ts';

/** A backing service that can be ended and started again by itself: for tests of what happens without it. */
export interface Switch {
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** On the same ports as before, and with what it had stored. Nothing where it is up; rejects with a StackError. */
  start(): Promise<void>;
}

export interface Switchable<T> extends Switch {
  readonly first: Started<T>;
}

/** How a service is kept running that ends although nothing here has ended it. */
export interface Restarting {
  readonly title: string;
  /** Is given a line for each end, each start that fails, and each that succeeds. */
  say(line: string): void;
  /** Aborted when nothing is to be started any more. */
  readonly signal: AbortSignal;
}

/**
 * Starts a service for the first time. What is asked of it later is done one after the other, in the order of asking. With
 * `restarting` it is started again when it ends by itself, however often.
 */
export async function switchable<T>(begin: () => Promise<Started<T>>, restarting?: Restarting): Promise<Switchable<T>> {
  const first = await begin();
  let running: Started<T> | undefined = first;
  let last: Promise<void> = Promise.resolve();
  let ending = new AbortController();
  const inTurn = (act: () => Promise<void>) => {
    last = last.catch(() => undefined).then(act);
    return last;
  };
  const end = (how: 'stop' | 'kill') => () => {
    ending.abort();
    return inTurn(async () => {
      const one = running;
      running = undefined;
      await one?.[how]();
    });
  };

  function watch(one: Started<T>, failures = 0): void {
    const startedAt = performance.now();
    void one.ended?.then((how) => {
      if (restarting === undefined || running !== one || ending.signal.aborted) return;
      const isSteady = performance.now() - startedAt > STEADY_MS;
      const what = `${restarting.title} ended unexpectedly (${how})`;
      inTurn(() => again(one, what, restarting, isSteady ? 1 : failures + 1)).catch(() => undefined);
    });
  }

  async function again(one: Started<T>, what: string, { title, say, signal }: Restarting, failures: number) {
    if (running !== one) return;
    running = undefined;
    await one.kill();
    for (let failed = failures, why = what; ; failed += 1) {
      const delayMs = restartDelayMs(failed);
      say(`${why}; starting it again in ${delayMs / 1000} s`);
      const stopping = AbortSignal.any([signal, ending.signal]);
      await pause(delayMs, stopping);
      if (stopping.aborted) return;
      try {
        running = await begin();
      } catch (error) {
        if (stopping.aborted) return;
        why = error instanceof Error ? error.message : String(error);
        continue;
      }
      say(`${title} is back`);
      return watch(running, failed);
    }
  }

  watch(first);
  return {
    first,
    stop: end('stop'),
    kill: end('kill'),
    start: () => {
      ending = new AbortController();
      return inTurn(async () => {
        if (running !== undefined) return;
        running = await begin();
        watch(running);
      });
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
}
