import type { Log } from '@heliograph/stream';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
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

/** The HTTP contract (docs/http-api.md) as an Express app: three routes, and a problem document for all else. */
export function createApp(options: AppOptions): Express {
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

  const begin: RequestHandler = (request, response, next) => {
    const from = performance.now();
    response.once('close', () => {
      const status = response.writableFinished ? response.statusCode : 'gone';
      metrics.request(status, (performance.now() - from) / 1000);
    });
    if (isClosing()) response.setHeader('Connection', 'close');
    // Joined here and not by a redirect: many senders drop the body when they follow one.
    if (request.url.includes('//')) request.url = joinSlashes(request.url);
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
  return app;
}

/** `//v1//telemetry` as `/v1/telemetry`; a query stays as it is. */
function joinSlashes(url: string): string {
  const [path = '', ...query] = url.split('?');
  return [path.replaceAll(/\/{2,}/g, '/'), ...query].join('?');
}
