import type { RequestListener } from 'node:http';
import type { Log } from '@heliograph/stream';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { answerProblem } from './answer.ts';
import { createIntake, type IntakeOptions } from './intake.ts';
import type { GatewayMetrics } from './metrics.prometheus.ts';
import { createReplies } from './replies.ts';
import { createSystemRequestHandler, type SystemRequestHandlerOptions } from './system-request-handler.ts';
import { createTelemetryHandler, type TelemetryOptions } from './telemetry.ts';

export interface AppOptions extends TelemetryOptions, SystemRequestHandlerOptions, Omit<IntakeOptions, 'replies'> {
  readonly publisher: IntakeOptions['publisher'] & TelemetryOptions['publisher'];
  readonly metrics: GatewayMetrics;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: Log;
  /** True once senders should use another connection for their next request. */
  readonly isClosing: () => boolean;
}

/** The HTTP contract (docs/http-api.md) on Express: three routes, and a problem document for all else. */
export function createApp(options: AppOptions): RequestListener {
  const { log, isClosing, metrics } = options;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');

  const replies = createReplies(metrics, options.random);
  const intake = createIntake({ ...options, replies });
  const routes = {
    '/v1/telemetry': createTelemetryHandler(intake, replies, options),
    '/v1/erasures': createSystemRequestHandler(intake, replies, 'erasure', options),
    '/v1/exports': createSystemRequestHandler(intake, replies, 'export', options),
  };

  const begin: RequestHandler = (_request, response, next) => {
    const from = performance.now();
    response.once('close', () => {
      const status = response.writableFinished ? response.statusCode : 'gone';
      metrics.request(status, (performance.now() - from) / 1000);
    });
    if (isClosing()) response.setHeader('Connection', 'close');
    next();
  };

  const failed: ErrorRequestHandler = (error, _request, response, _next) => {
    log.error({ err: error }, 'a request failed');
    if (response.headersSent) response.destroy();
    else answerProblem(response, 'internal_error');
  };

  app.use(begin);
  for (const [path, handler] of Object.entries(routes)) {
    app.post(path, handler);
    app.all(path, (_request, response) => answerProblem(response, 'method_not_allowed', { Allow: 'POST' }));
  }
  app.use((_request, response) => answerProblem(response, 'not_found'));
  app.use(failed);
  return (request, response) => {
    // Express would answer a target without a path by itself, before any of the above.
    request.url = originForm(request.url ?? '');
    app(request, response);
  };
}

/** Scheme and authority of a target in absolute form, which a server has to accept (RFC 9112, section 3.2.2). */
const AUTHORITY = /^https?:\/\/[^/?#]*/i;

/**
 * The target of a request as Express routes it: `http://host//v1//telemetry?a` as `/v1/telemetry?a`, and `/` if there is no path.
 * Slashes are joined here and not by a redirect, with which many senders drop the body.
 */
function originForm(url: string): string {
  const [path = '', ...query] = url.replace(AUTHORITY, '').split('?');
  if (!path.startsWith('/')) return '/';
  return [path.replaceAll(/\/{2,}/g, '/'), ...query].join('?');
}
