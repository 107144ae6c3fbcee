import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Log } from '../http/nest-logger.ts';
import type { Site } from '../site/layout.tsx';
import { isStoreUnavailable } from '../stores/reader-pool.postgres.ts';
import { errorPage } from './error-page.tsx';
import { PROBLEMS, type ProblemCode, ProblemError, problemDocument } from './problem.ts';

/** As long as the store's connections take to come back after a restart. */
const RETRY_AFTER_SECONDS = '10';

/** Answers what went wrong: to programs as problem+json, to people as a page. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #site: Site;
  readonly #log: Log;

  constructor(site: Site, log: Log) {
    this.#site = site;
    this.#log = log;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const code = codeOf(error);
    const { status } = PROBLEMS[code];
    if (status >= 500) this.#log.error({ err: error, code }, 'a request could not be answered');
    if (response.headersSent) return void response.destroy();
    if (status === 503) response.setHeader('Retry-After', RETRY_AFTER_SECONDS);
    response.status(status).setHeader('Cache-Control', 'no-store');
    // A handler's headers are set before it runs; a problem is to be read, not to be saved.
    response.removeHeader('Content-Disposition');
    const errors = error instanceof ProblemError ? error.errors : [];
    if (wantsPage(request)) return void response.type('html').send(errorPage(this.#site, code, errors));
    response.type('application/problem+json').send(JSON.stringify(problemDocument(code, errors)));
  }
}

/** Outside of the API everybody gets a page but those who ask for JSON and take no page. */
function wantsPage(request: Request): boolean {
  return !request.path.startsWith('/api/') && request.accepts(['html', 'json']) !== 'json';
}

function codeOf(error: unknown): ProblemCode {
  if (error instanceof ProblemError) return error.code;
  if (isStoreUnavailable(error)) return 'store_unavailable';
  // Nest and Express say with a status what is wrong with a path or a header.
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  if (status === 404) return 'not_found';
  return status >= 400 && status < 500 ? 'bad_request' : 'internal_error';
}
