import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { NextFunction, Request, Response } from 'express';
import { createAnswerCache } from './answer-cache.ts';
import type { DataVersion } from './data-version.ts';
import { isBelow } from './paths.ts';

/** Some 500 pages with 40 kB in each of three forms. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Below it the headers weigh more than what is saved. */
const LEAST_TO_COMPRESS = 1024;
/** Of 11: nearly the size of the best at a tenth of its time. */
const BROTLI_QUALITY = 5;
/** What belongs to one answer and to no other. */
const OF_THE_MOMENT = new Set(['date', 'content-length', 'content-encoding', 'etag', 'vary']);

type Encoding = 'br' | 'gzip' | 'identity';
interface Answer {
  readonly headers: readonly (readonly [string, number | string | string[]])[];
  readonly etag: string;
  readonly bodies: Readonly<Record<Encoding, Buffer>>;
}

export interface CachedAnswersOptions {
  readonly version: DataVersion;
  /** Paths, and all below them, that are none of its business: what is streamed, and what is a secret. */
  readonly except: readonly string[];
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Answers what has been answered before, while the data is the same and for as long as the answer's own Cache-Control lets
 * public caches keep it; compressed once. What has no `public, max-age=…` and what is not 200 goes through untouched. Those
 * who ask for the same at the same time wait for the first of them.
 */
export function cachedAnswers({ version, except, now }: CachedAnswersOptions) {
  const cache = createAnswerCache<Answer>(MOST_BYTES);
  const underWay = new Map<string, Promise<void>>();

  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    if (isBelow(except, request)) return next();
    const [key, current] = [keyOf(request), await version.current()];
    await underWay.get(key);
    const known = cache.find(key, current, now());
    if (known !== undefined) return answer(request, response, known);

    const done = Promise.withResolvers<void>();
    underWay.set(key, done.promise);
    response.once('close', () => {
      if (underWay.get(key) === done.promise) underWay.delete(key);
      done.resolve();
    });
    const send = response.send.bind(response);
    response.send = (body?: unknown) => {
      response.send = send;
      const seconds = maxAge(response);
      if (seconds === undefined || typeof body !== 'string') return send(body);
      take(response, body)
        .then((made) => {
          const bytes = Object.values(made.bodies).reduce((sum, { length }) => sum + length, 2 * key.length);
          cache.keep(key, current, { answer: made, bytes, untilMs: now() + seconds * 1000 });
          answer(request, response, made);
        })
        .catch(next);
      return response;
    };
    next();
  };
}

/** The same for the same parameters in whatever order. */
function keyOf({ originalUrl }: Request): string {
  const [path = '', query = ''] = originalUrl.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.sort();
  return `${path}?${parameters}`;
}

function maxAge(response: Response): number | undefined {
  const [, seconds] = /^public, max-age=(\d+)/.exec(String(response.getHeader('Cache-Control'))) ?? [];
  return response.statusCode === 200 && seconds !== undefined ? Number(seconds) : undefined;
}

async function take(response: Response, text: string): Promise<Answer> {
  const identity = Buffer.from(text);
  const headers = Object.entries(response.getHeaders()).flatMap(([name, value]) =>
    value === undefined || OF_THE_MOMENT.has(name)
      ? []
      : [[name, name === 'content-type' ? inUtf8(value) : value] as const],
  );
  // Weak: the same for all encodings.
  const etag = `W/"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`;
  if (identity.length < LEAST_TO_COMPRESS) return { headers, etag, bodies: { identity, br: identity, gzip: identity } };
  const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
  const [br, gz] = await Promise.all([promisify(brotliCompress)(identity, { params }), promisify(gzip)(identity)]);
  return { headers, etag, bodies: { identity, br, gzip: gz } };
}

function answer(request: Request, response: Response, { headers, etag, bodies }: Answer): void {
  for (const [name, value] of headers) response.setHeader(name, value);
  const encoding = encodingOf(request);
  response.vary('Accept-Encoding');
  if (bodies[encoding] !== bodies.identity) response.setHeader('Content-Encoding', encoding);
  // Express answers 304 and HEAD as they have to be.
  response.setHeader('ETag', etag).send(bodies[encoding]);
}

function encodingOf(request: Request): Encoding {
  if (request.acceptsEncodings('br')) return 'br';
  return request.acceptsEncodings('gzip') ? 'gzip' : 'identity';
}

const inUtf8 = (type: number | string | string[]) =>
  String(type).includes('charset=') ? String(type) : `${String(type)}; charset=utf-8`;
