import type { RequestListener } from 'node:http';
import type { HttpAnswer, Protocol } from '@heliograph/ingest';
import type { Log, Publisher } from '@heliograph/stream';
import express, { type ErrorRequestHandler, type Response } from 'express';
import type { Access, Caller, Purpose } from './auth/access.ts';
import {
  createResponder,
  type Exchange,
  newExchange,
  type ResponderOptions,
  type Step,
  toProtocolRequest,
} from './http/exchange.ts';
import { type ByteBudget, createCheckMediaType, createReadBody } from './http/read-body.ts';
import type { Lifecycle } from './http/server.ts';
import type { RateLimits } from './limits/rate-limits.ts';
import type { GatewayMetrics } from './metrics.prometheus.ts';
import type { AtOwnPath } from './own-paths.ts';
import { createFilePrivacyRequest, MAX_PRIVACY_REQUEST_BYTES, type PrivacyRequestOptions } from './privacy-requests.ts';
import { createCloudEvents } from './protocols/cloudevents/cloudevents.ts';
import { json } from './protocols/json/json.ts';
import { createOtlp } from './protocols/otlp/otlp.ts';
import { plain } from './protocols/plain/plain.ts';
import type { Routes } from './routes.ts';
import { createTelemetrySteps, type TelemetryOptions } from './telemetry.ts';

/** Every protocol that reports are taken in. */
export const protocolsOf = ({ event, otlp }: Routes): readonly Protocol[] => [
  json,
  plain,
  createCloudEvents(event),
  ...createOtlp(otlp),
];

export interface AppOptions extends TelemetryOptions, PrivacyRequestOptions, ResponderOptions {
  readonly protocols: readonly Protocol[];
  readonly atOwnPath: AtOwnPath;
  /** The OpenAPI document of all that is taken now. */
  readonly openApi: () => HttpAnswer;
  readonly access: Access;
  readonly clientAddress: (request: express.Request) => string;
  readonly rateLimits: RateLimits;
  readonly publisher: Pick<Publisher, 'publish' | 'refusal'>;
  readonly budget: ByteBudget;
  /** Who has a share of the budget; undefined where clients cannot be told apart. */
  readonly ownerOf: (caller: Caller) => string | undefined;
  readonly maxBodyBytes: number;
  readonly lifecycle: Readonly<Lifecycle>;
  readonly metrics: GatewayMetrics;
  readonly log: Log;
}

/** The HTTP contract (docs/http-api.md) on Express. */
export function createApp(options: AppOptions): RequestListener {
  const { access, clientAddress, rateLimits, publisher, lifecycle, metrics, steadyClock, log } = options;
  const respond = createResponder(options);
  const { decode, checkApplication, ingest, chargeRecords, publish, encode } = createTelemetrySteps(respond, options);

  const begin: Step = (request, response, next) => {
    const from = steadyClock();
    response.once('close', () => {
      const status = response.writableFinished ? response.statusCode : 'client_closed';
      metrics.request(status, (steadyClock() - from) / 1000);
    });
    if (lifecycle.phase !== 'serving') response.setHeader('Connection', 'close');
    response.locals = newExchange(json);
    if (request.headers.host === undefined && request.httpVersion !== '1.0')
      return respond.refuse(response, { refused: 'malformed_http' }, { Connection: 'close' });
    next();
  };

  const speak =
    (protocol: Protocol): Step =>
    (_request, response, next) => {
      response.locals.protocol = protocol;
      next();
    };

  const refuseWhileDraining: Step = (_request, response, next) => {
    if (lifecycle.phase === 'draining') return respond.refuse(response, { refused: 'draining' });
    next();
  };

  const authenticate: Step = (request, response, next) => {
    response.locals.caller = access.authenticate(request.headers.authorization, () => clientAddress(request));
    next();
  };

  const limitRate =
    (purpose: Purpose): Step =>
    (_request, response, next) => {
      const charge = rateLimits.admit(response.locals.caller.client, purpose, steadyClock());
      if ('refused' in charge) return respond.refuse(response, charge);
      response.locals.charge = charge;
      next();
    };

  // After the rate limits: a client without a valid key is limited by its address before it is told so.
  const authorize =
    (purpose: Purpose): Step =>
    (_request, response, next) => {
      const refused = access.authorize(response.locals.caller, purpose);
      if (refused === undefined) return next();
      const error = refused === 'api_key_required' ? '' : ', error="invalid_token"';
      respond.refuse(response, { refused }, { 'WWW-Authenticate': `Bearer realm="heliograph"${error}` });
    };

  const checkMediaType = createCheckMediaType(respond);

  // What could not be delivered is refused before its body is read.
  const checkBudget: Step = (request, response, next) => {
    const failure = publisher.refusal(Number(request.headers['content-length'] ?? 0));
    if (failure !== undefined) return respond.refuseUnpublished(response, failure);
    next();
  };

  const chargeBody: Step = (_request, response, next) => {
    const { charge, body } = response.locals;
    charge?.takeBody(body.length, steadyClock());
    next();
  };

  const receive = (purpose: Purpose, maxBodyBytes: number) => [
    refuseWhileDraining,
    authenticate,
    limitRate(purpose),
    authorize(purpose),
    checkMediaType,
    checkBudget,
    createReadBody(respond, options.budget, options.ownerOf, maxBodyBytes),
    chargeBody,
  ];
  const receiveReports = receive('reports', options.maxBodyBytes);
  const receivePrivacyRequest = receive('privacy_requests', MAX_PRIVACY_REQUEST_BYTES);
  const handleReports = [decode, checkApplication, ingest, chargeRecords, publish, encode];

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(begin);
  const allowed = new Map<string, string[]>();
  function route(method: 'POST' | 'PUT', path: string, ...steps: Step[]): void {
    allowed.set(path, [...(allowed.get(path) ?? []), method]);
    if (method === 'POST') app.post(path, ...steps);
    else app.put(path, ...steps);
  }

  for (const protocol of options.protocols)
    for (const { method, path } of protocol.routes)
      route(method, path, speak(protocol), ...receiveReports, ...handleReports);
  for (const protocol of options.protocols) {
    const { routes, preflight } = protocol;
    if (preflight === undefined) continue;
    const answer: Step = (request, response) => respond.send(response, preflight(toProtocolRequest(request)));
    for (const path of new Set(routes.map((one) => one.path)))
      app.options(path, speak(protocol), authenticate, limitRate('reports'), answer);
  }
  route('POST', '/v1/erasures', ...receivePrivacyRequest, createFilePrivacyRequest('erasure', respond, options));
  route('POST', '/v1/exports', ...receivePrivacyRequest, createFilePrivacyRequest('export', respond, options));

  const refuseWith =
    (refused: 'not_found' | 'method_not_allowed', headers = {}): Step =>
    (_request, response) =>
      respond.refuse(response, { refused }, headers);
  const refuseMethod = (methods: readonly string[]) => refuseWith('method_not_allowed', { Allow: methods.join(', ') });
  app.get('/v1/openapi.json', (_request, response: Response<unknown, Exchange>) =>
    respond.send(response, options.openApi()),
  );
  const atOwnPath = ({ method, headers, path }: express.Request) => options.atOwnPath(method, headers.host ?? '', path);
  const speakOwnPath: Step = (request, response, next) => {
    const found = atOwnPath(request);
    if (found === undefined || 'allow' in found) return next('router');
    response.locals.protocol = found.protocol;
    next();
  };
  const ownPaths = express.Router();
  ownPaths.use(speakOwnPath, ...receiveReports, ...handleReports);
  app.use(ownPaths);
  // What is asked for in vain costs a token as well.
  app.use(authenticate, limitRate('reports'));
  for (const [path, methods] of allowed) app.all(path, refuseMethod(methods));
  const refuseUnknown: Step = (request, response, next) => {
    const found = atOwnPath(request);
    const refuse = found !== undefined && 'allow' in found ? refuseMethod(found.allow) : refuseWith('not_found');
    return refuse(request, response, next);
  };
  app.use(refuseUnknown);
  const failed: ErrorRequestHandler<Record<string, string>, unknown, unknown, unknown, Exchange> = (
    error,
    _request,
    response,
    _next,
  ) => {
    // A segment of the path that is wrongly encoded.
    if (error instanceof URIError) return respond.refuse(response, { refused: 'not_found' });
    log.error({ err: error }, 'a request failed');
    if (response.headersSent) response.destroy();
    else respond.refuse(response, { refused: 'internal_error' });
  };
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
