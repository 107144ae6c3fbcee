import { createServer } from 'node:net';
import { z } from 'zod';
import { runService } from '../src/index.ts';

/** A service for the tests of the lifecycle, run as a process of its own; its mode says how it behaves. */
const Config = z.object({
  sanitizerMode: z
    .enum(['works', 'start-fails', 'stop-hangs', 'stop-fails', 'fails', 'throws', 'rejects'])
    .default('works'),
});

const setTimer = globalThis.setTimeout;

await runService({
  name: 'sanitizer',
  config: Config,
  async start({ config: { sanitizerMode: mode }, runtime, onStop }) {
    const { log, health, fail } = runtime;
    const stop = (name: string) => async () => {
      log.info({ ready: health.status().ready }, `stop of ${name}`);
      if (name === 'second' && mode === 'stop-hangs') await new Promise(() => undefined);
      if (name === 'second' && mode === 'stop-fails') throw new Error('cannot stop');
      await new Promise((resolve) => setTimer(resolve, 100));
      log.info(`end of ${name}`);
    };
    for (const name of ['first', 'second', 'third']) onStop(name, stop(name));
    // The deadline of a stop is half a minute; the clock of this process runs a hundred times as fast.
    if (mode === 'stop-hangs')
      Object.defineProperty(globalThis, 'setTimeout', {
        value: (run: () => void, ms: number) => setTimer(run, ms / 100),
      });
    if (mode === 'start-fails') throw new Error('cannot start');
    health.proven('sample');
    if (mode === 'fails') fail(new Error('a bug'));
    if (mode === 'throws')
      setTimer(() => {
        throw new Error('uncaught');
      }, 10);
    if (mode === 'rejects') void Promise.reject(new Error('unhandled'));
    createServer().listen(0, '127.0.0.1');
  },
});
