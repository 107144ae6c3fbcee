interface EveryOptions {
  /** Milliseconds between the end of one run and the start of the next. */
  readonly everyMs: number;
  /** Milliseconds until the first run. 0 if unset: it starts at once. */
  readonly firstAfterMs?: number;
  /** Called with what `work` rejects with; nothing runs after it. If unset, the rejection is unhandled, which ends the process. */
  readonly fail?: (error: unknown) => void;
  /** Whether `stop` waits for the run under way. True if unset; false for what may outlast the deadline of a stop, and can be repeated. */
  readonly awaitsRun?: boolean;
  /** One run. The signal is aborted by `stop`. */
  work(signal: AbortSignal): unknown;
}

/** Runs work again and again, one run at a time. `stop` starts no further run, and resolves when the current one has ended, unless told otherwise. */
export function every({ everyMs, firstAfterMs = 0, fail, awaitsRun = true, work }: EveryOptions): {
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let endPause = () => {};

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      endPause = resolve;
      timer = setTimeout(resolve, ms);
    });
  }

  async function run(): Promise<void> {
    if (firstAfterMs > 0) await pause(firstAfterMs);
    while (!stopping.signal.aborted) {
      await work(stopping.signal);
      if (!stopping.signal.aborted) await pause(everyMs);
    }
  }

  const running = fail === undefined ? run() : run().catch(fail);
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      endPause();
      if (awaitsRun) await running;
    },
  };
}
