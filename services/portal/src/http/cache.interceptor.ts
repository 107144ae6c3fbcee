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
import type { Request, Response } from 'express';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { Answer } from './answer.ts';
import { CachedAnswers } from './cached-answers.ts';

const CacheSeconds = Reflector.createDecorator<number>();

export const publicFor = (seconds: number) => `public, max-age=${seconds}`;

/** Lets clients, proxies and this process keep a handler's answers for some seconds. */
export const CacheFor = (seconds: number) =>
  applyDecorators(CacheSeconds(seconds), Header('Cache-Control', publicFor(seconds)));

/** Keeps the answers of handlers that have `CacheFor`: text of the type that their headers name, or JSON. */
@Injectable()
export class CacheInterceptor implements NestInterceptor {
  readonly #reflector: Reflector;
  readonly #answers: CachedAnswers;

  constructor(@Inject(Reflector) reflector: Reflector, @Inject(CachedAnswers) answers: CachedAnswers) {
    this.#reflector = reflector;
    this.#answers = answers;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const seconds = this.#reflector.get(CacheSeconds, context.getHandler());
    if (seconds === undefined) return next.handle();
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    const create = async () => {
      const result: unknown = await firstValueFrom(next.handle());
      const cacheControl = publicFor(seconds);
      if (typeof result !== 'string')
        return Answer.of(JSON.stringify(result), { type: 'application/json; charset=utf-8', cacheControl });
      return Answer.of(result, { type: String(response.getHeader('Content-Type')), cacheControl });
    };
    return from(this.#answers.findOrCreate(request, seconds, create));
  }
}
