import { fork } from 'node:child_process';
import type { z } from 'zod';
import type { Bench } from './bench.ts';

/**
 * Starts a module as a process of its own, with `input` as JSON in its first argument, and resolves to the first message
 * that it sends. It is ended with the part; before that it may end by itself once it has sent. Rejects where it ends
 * without a message, sends something else, or the run is given up.
 */
export async function startWorker<T>(bench: Bench, module: URL, input: unknown, answer: z.ZodType<T>): Promise<T> {
  const child = fork(module, [JSON.stringify(input)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  bench.onEnd(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const giveUp = () => reject(bench.signal.reason);
  bench.signal.addEventListener('abort', giveUp, { once: true });
  child.once('message', resolve);
  child.once('error', reject);
  // `exited` never rejects.
  void exited.then(() => reject(new Error(`${module.pathname} ended without an answer`)));
  try {
    return answer.parse(await promise);
  } finally {
    bench.signal.removeEventListener('abort', giveUp);
  }
}
