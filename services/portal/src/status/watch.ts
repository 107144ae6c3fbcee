import { type Pipeline, toPipeline } from './pipeline.ts';
import type { Scrape } from './scrape.ts';
import type { Target } from './targets.ts';

/** A process is asked six times a minute at most, however many read the page. */
export const POLL_INTERVAL_MS = 10_000;

/** What the services report of themselves, and the token that it is injected by. */
export abstract class PipelineWatch {
  /** Undefined if the services' addresses are not set. Never rejects. */
  abstract read(): Promise<Pipeline | undefined>;
}

export interface WatchOptions {
  readonly targets: readonly Target[];
  /** Never rejects. */
  scrape(target: Target): Promise<Scrape>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Asks the services on demand. */
export function watchPipeline({ targets, scrape, now }: WatchOptions): PipelineWatch {
  let last: { readonly atMs: number; readonly pipeline: Promise<Pipeline> } | undefined;
  return {
    async read() {
      if (targets.length === 0) return undefined;
      if (last === undefined || now() - last.atMs >= POLL_INTERVAL_MS) {
        const atMs = now();
        const scrapes = Promise.all(targets.map((target) => scrape(target)));
        last = { atMs, pipeline: scrapes.then((all) => toPipeline(all, atMs)) };
      }
      return last.pipeline;
    },
  };
}
