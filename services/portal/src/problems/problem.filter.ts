import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Log } from '../http/nest-logger.ts';
import { Site } from '../site/site.ts';
import { isStoreUnavailable } from '../stores/reader-pool.postgres.ts';
import { errorPage } from './error-page.tsx';
import { PROBLEMS, type ProblemCode, ProblemError, problemDocument } from './problem.ts';

/** As long as the store's connections take to come back after a restart. */
const RETRY_AFTER_S = '10';

/** Answers errors: to programs as problem+json, to people as a page. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #site: Site;
  readonly #log: Log;

  constructor(@Inject(Site) site: Site, @Inject(Log) log: Log) {
    this.#site = site;
    this.#log = log;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const code = problemCode(error);
    const { status } = PROBLEMS[code];
    if (status >= 500) this.#log.error({ err: error, code }, 'request failed');
    if (response.headersSent) return void response.destroy();
    if (status === 503) response.setHeader('Retry-After', RETRY_AFTER_S);
    response.status(status).setHeader('Cache-Control', 'no-store');
    // A handler's headers are set before it runs; a problem is to be read, not to be saved.
    response.removeHeader('Content-Disposition');
    const errors = error instanceof ProblemError ? error.errors : [];
    if (wantsPage(request)) return void response.type('html').send(errorPage(this.#site, code, errors));
    response.type('application/problem+json').send(JSON.stringify(problemDocument(code, errors)));
  }
}

/** Outside the API everyone gets a page, except clients that accept JSON and no HTML. */
function wantsPage(request: Request): boolean {
  return !request.path.startsWith('/api/') && request.accepts(['html', 'json']) !== 'json';
}

function problemCode(error: unknown): ProblemCode {
  if (error instanceof ProblemError) return error.code;
  if (isStoreUnavailable(error)) return 'store_unavailable';
  // Nest and Express set a status on errors about a path or a header.
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  if (status === 404) return 'not_found';
  return status >= 400 && status < 500 ? 'bad_request' : 'internal_error';
}
