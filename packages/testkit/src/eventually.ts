import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 50;

/**
 * Asks `probe` every 50 ms until it answers with something other than undefined or false, and returns that. A probe that
 * throws has not answered yet. Throws after `timeoutMs` (20 s by default), with the last error of the probe as its cause.
 */
export async function eventually<T>(probe: () => Promise<T | undefined | false>, timeoutMs = 20_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() >= deadline) throw new Error(`still not so after ${timeoutMs} ms`, { cause: lastError });
    await sleep(INTERVAL_MS);
  }
}
