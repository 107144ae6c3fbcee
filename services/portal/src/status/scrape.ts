import { readSamples, type Sample } from './prometheus-text.ts';
import type { Target } from './targets.ts';

/** What one process said; its address is not among it, so that nothing that is shown can have it. */
export interface Scrape {
  readonly service: Target['service'];
  /** Undefined where it did not answer in time, or not in a way that can be read. */
  readonly said?: { readonly ready: boolean; readonly samples: readonly Sample[] };
}

/** A process that turns answers within milliseconds; whoever waits for the page waits no longer than this. */
const TIMEOUT_MS = 2_000;
/** The metrics of one process are some 10 kB; one with very many partitions and places has 1 MB. */
const MOST_BYTES = 8 * 1024 * 1024;
const PREFIXES = ['heliograph_', 'process_start_time_seconds'];

/** Asks one process for its metrics and whether it is ready. Never rejects. */
export async function scrape({ service, url }: Target, timeoutMs = TIMEOUT_MS): Promise<Scrape> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const [metrics, ready] = await Promise.all([
      fetch(`${url}/metrics`, { signal, redirect: 'error' }),
      fetch(`${url}/readyz`, { signal, redirect: 'error' }),
    ]);
    const [text] = await Promise.all([bounded(metrics), ready.body?.cancel()]);
    return metrics.ok ? { service, said: { ready: ready.ok, samples: readSamples(text, PREFIXES) } } : { service };
  } catch {
    return { service };
  }
}

async function bounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error('too long');
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}
