import { type Pipeline, toPipeline } from './pipeline.ts';
import type { Scrape } from './scrape.ts';
import type { Target } from './targets.ts';

/** However many look at the page: a process is asked six times a minute at most. */
export const EVERY_MS = 10_000;

export interface WatchOptions {
  readonly targets: readonly Target[];
  /** Never rejects. */
  scrape(target: Target): Promise<Scrape>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What the services say of themselves, asked when somebody wants to know. Without targets there is nothing to say. */
export function watchPipeline({ targets, scrape, now }: WatchOptions): () => Promise<Pipeline | undefined> {
  let last: { readonly atMs: number; readonly pipeline: Promise<Pipeline> } | undefined;
  return async () => {
    if (targets.length === 0) return undefined;
    if (last === undefined || now() - last.atMs >= EVERY_MS) {
      const atMs = now();
      last = {
        atMs,
        pipeline: Promise.all(targets.map((target) => scrape(target))).then((scrapes) => toPipeline(scrapes, atMs)),
      };
    }
    return last.pipeline;
  };
}
