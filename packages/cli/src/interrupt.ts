const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs an action whose signal is aborted by the first Ctrl-C, so that it can end what it is at. The second Ctrl-C ends the
 * process as if there were nobody to listen.
 */
export async function interruptible<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const listener = () => {
    ignore();
    controller.abort();
  };
  const ignore = () => {
    for (const signal of SIGNALS) process.off(signal, listener);
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  try {
    return await action(controller.signal);
  } finally {
    ignore();
  }
}
