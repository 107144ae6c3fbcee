import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Header,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { firstValueFrom, from, type Observable, of } from 'rxjs';
import { Clock } from '../site/site.ts';
import { Answer } from './answer.ts';
import { type AnswerCache, createAnswerCache } from './answer-cache.ts';
import { DataVersion } from './data-version.ts';

/** Some 500 pages of 40 kB, each in three encodings. */
const MAX_BYTES = 64 * 1024 * 1024;

const CacheSeconds = Reflector.createDecorator<number>();

export const publicFor = (seconds: number) => `public, max-age=${seconds}`;

/** Lets clients, proxies and this process keep a handler's answers for some seconds. */
export const CacheFor = (seconds: number) =>
  applyDecorators(CacheSeconds(seconds), Header('Cache-Control', publicFor(seconds)));

/**
 * Answers handlers that have `CacheFor` from memory, until the data change or the time is over. Requests for the same
 * answer at the same time wait for one handler.
 */
@Injectable()
export class CacheInterceptor implements NestInterceptor {
  readonly #reflector: Reflector;
  readonly #version: DataVersion;
  readonly #clock: Clock;
  readonly #cache: AnswerCache<Answer> = createAnswerCache(MAX_BYTES);
  readonly #pending = new Map<string, Promise<Answer>>();

  constructor(
    @Inject(Reflector) reflector: Reflector,
    @Inject(DataVersion) version: DataVersion,
    @Inject(Clock) clock: Clock,
  ) {
    this.#reflector = reflector;
    this.#version = version;
    this.#clock = clock;
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const seconds = this.#reflector.get(CacheSeconds, context.getHandler());
    if (seconds === undefined) return next.handle();
    const key = keyOf(context.switchToHttp().getRequest());
    const version = await this.#version.current();
    const known = this.#cache.find(key, version, this.#clock.now());
    if (known !== undefined) return of(known);

    const id = `${version} ${key}`;
    let pending = this.#pending.get(id);
    if (pending === undefined) {
      pending = this.#create(key, version, seconds, next).finally(() => this.#pending.delete(id));
      this.#pending.set(id, pending);
    }
    return from(pending);
  }

  async #create(key: string, version: string, seconds: number, next: CallHandler): Promise<Answer> {
    const answer = await Answer.of(await firstValueFrom(next.handle()));
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
