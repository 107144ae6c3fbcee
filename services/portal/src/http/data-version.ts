import { createHash } from 'node:crypto';
import { utcDay } from '@heliograph/schema';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../site/site.ts';
import { Definitions } from '../stores/definitions.ts';
import { SummaryStore } from '../stores/summary-store.ts';

/** Cached answers are older than the data by at most this. */
const CHECK_INTERVAL_MS = 5000;

/** What all cached answers depend on: figures, definitions, and the day, by which ranges end and definitions expire. */
@Injectable()
export class DataVersion {
  readonly #summaries: SummaryStore;
  readonly #definitions: Definitions;
  readonly #clock: Clock;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #version = Promise.resolve('');

  constructor(
    @Inject(SummaryStore) summaries: SummaryStore,
    @Inject(Definitions) definitions: Definitions,
    @Inject(Clock) clock: Clock,
  ) {
    this.#summaries = summaries;
    this.#definitions = definitions;
    this.#clock = clock;
  }

  /** A digest. Checks at most every few seconds, on demand; returns the previous one while the store is unavailable. */
  current(): Promise<string> {
    const nowMs = this.#clock.now();
    if (nowMs - this.#checkedAt >= CHECK_INTERVAL_MS) {
      this.#checkedAt = nowMs;
      const previous = this.#version;
      this.#version = this.#read(nowMs).catch(() => previous);
    }
    return this.#version;
  }

  async #read(nowMs: number): Promise<string> {
    const text = JSON.stringify([await this.#summaries.version(), this.#definitions.public(), utcDay(nowMs)]);
    return createHash('sha256').update(text).digest('hex');
  }
}
