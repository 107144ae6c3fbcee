import { Inject, Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Clock } from '../site/site.ts';
import type { Answer } from './answer.ts';
import { type AnswerCache, createAnswerCache } from './answer-cache.ts';
import { DataVersion } from './data-version.ts';

/** Some 500 pages of 40 kB, each in three encodings. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Answers in memory: each is valid until the data change or its time is over. */
@Injectable()
export class CachedAnswers {
  readonly #version: DataVersion;
  readonly #clock: Clock;
  readonly #cache: AnswerCache<Answer> = createAnswerCache(MAX_BYTES);
  readonly #pending = new Map<string, Promise<Answer>>();

  constructor(@Inject(DataVersion) version: DataVersion, @Inject(Clock) clock: Clock) {
    this.#version = version;
    this.#clock = clock;
  }

  /** Answers from memory before the request is routed, which is the larger part of its cost. */
  readonly middleware = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const known = this.#cache.find(keyOf(request), await this.#version.current(), this.#clock.now());
    if (known === undefined) next();
    else known.send(request, response);
  };

  /** Requests for the same answer at the same time wait for the first of them. */
  async findOrCreate(request: Request, seconds: number, create: () => Promise<Answer>): Promise<Answer> {
    const key = keyOf(request);
    const version = await this.#version.current();
    const known = this.#cache.find(key, version, this.#clock.now());
    if (known !== undefined) return known;
    const id = `${version} ${key}`;
    const pending = this.#pending.get(id) ?? this.#create(key, version, seconds, create);
    this.#pending.set(id, pending);
    return pending.finally(() => this.#pending.delete(id));
  }

  async #create(key: string, version: string, seconds: number, create: () => Promise<Answer>): Promise<Answer> {
    const answer = await create();
    const untilMs = this.#clock.now() + seconds * 1000;
    this.#cache.keep(key, version, { answer, bytes: answer.bytes + 2 * key.length, untilMs });
    return answer;
  }
}

/** The same for the same parameters in any order. */
function keyOf({ originalUrl }: Request): string {
  const [path = '', query = ''] = originalUrl.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.sort();
  return `${path}?${parameters}`;
}
