import type { Bench } from '../bench.ts';

/** Does something every so often, never twice at once, until the part ends. Its failure is told and ends the repeating. */
export function repeat(bench: Bench, everyMs: number, action: () => Promise<void>): void {
  let ended = false;
  const running = (async () => {
    while (!ended) {
      await action();
      await bench.wait(everyMs);
    }
  })().catch((error: unknown) => {
    if (!ended && !bench.signal.aborted) bench.say(`watching failed: ${error}`);
  });
  bench.onEnd(async () => {
    ended = true;
    await running;
  });
}
