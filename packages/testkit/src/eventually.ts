import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 50;
const TIMEOUT_MS = 60_000;
/** Enough for the error to reach the runner before the runner ends the test. */
const MARGIN_MS = 1000;
const LONGEST_SOURCE = 300;

let testEndsAt = Number.POSITIVE_INFINITY;

/** Tells when the runner ends the running test, so that a wait ends before it; undefined after the test. */
export function setTestTimeout(timeoutMs: number | undefined): void {
  testEndsAt = timeoutMs === undefined || timeoutMs <= 0 ? Number.POSITIVE_INFINITY : performance.now() + timeoutMs;
}

/**
 * Calls `probe` every 50 ms until it returns something other than undefined or false, and returns that. A probe that throws
 * is called again. Throws after `timeoutMs` (60 s by default) or shortly before the test times out, whichever is first; the
 * message holds the source of the probe, the cause is its last error.
 */
export async function eventually<T>(probe: () => Promise<T | undefined | false>, timeoutMs = TIMEOUT_MS): Promise<T> {
  const begin = performance.now();
  const deadline = Math.min(begin + timeoutMs, testEndsAt - MARGIN_MS);
  let lastError: unknown;
  for (;;) {
    try {
      const answer = await beforeDeadline(probe(), deadline);
      if (answer !== undefined && answer !== false) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() >= deadline) {
      const waited = Math.round(performance.now() - begin);
      throw new Error(`after ${waited} ms still waiting for: ${sourceOf(probe)}`, { cause: lastError });
    }
    await sleep(INTERVAL_MS);
  }
}

/** A probe may hang as well as say no. */
async function beforeDeadline<T>(answer: Promise<T>, deadline: number): Promise<T> {
  const overdue = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => overdue.reject(new Error('the probe has not returned')),
    Math.max(0, deadline - performance.now()),
  );
  try {
    return await Promise.race([answer, overdue.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** As written in the test, without what the bundler makes of imports. */
function sourceOf(probe: () => unknown): string {
  const source = probe
    .toString()
    .replace(/\(0\s*,\s*__vi_import_\d+__\.(\w+)\)/g, '$1')
    .replace(/__vi_import_\d+__\./g, '')
    .replace(/^async \(\) => /, '')
    .replace(/\s+/g, ' ');
  return source.length > LONGEST_SOURCE ? `${source.slice(0, LONGEST_SOURCE)}…` : source;
}
