import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Request, Response } from 'express';

/** For shorter texts the headers weigh more than what compression saves. */
const MIN_COMPRESSED_LENGTH = 1024;
/** Of 11: nearly the size of the best at a tenth of its time. */
const BROTLI_QUALITY = 5;

type Encoding = 'br' | 'gzip' | 'identity';

interface Content {
  readonly type: string;
  readonly cacheControl: string;
}

/** The body of an answer, compressed once, with the headers that belong to it. */
export class Answer {
  readonly #content: Content;
  readonly #etag: string;
  readonly #bodies: Readonly<Record<Encoding, Buffer>>;

  private constructor(content: Content, etag: string, bodies: Readonly<Record<Encoding, Buffer>>) {
    this.#content = content;
    this.#etag = etag;
    this.#bodies = bodies;
  }

  static async of(text: string, content: Content): Promise<Answer> {
    const identity = Buffer.from(text);
    // Weak: the same for all encodings.
    const etag = `W/"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`;
    if (identity.length < MIN_COMPRESSED_LENGTH)
      return new Answer(content, etag, { identity, br: identity, gzip: identity });
    const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
    const [br, gz] = await Promise.all([promisify(brotliCompress)(identity, { params }), promisify(gzip)(identity)]);
    return new Answer(content, etag, { identity, br, gzip: gz });
  }

  get bytes(): number {
    return Object.values(this.#bodies).reduce((sum, { length }) => sum + length, 0);
  }

  /** Express answers 304 and HEAD. */
  send(request: Request, response: Response): void {
    const encoding = acceptedEncoding(request);
    const body = this.#bodies[encoding];
    response.setHeader('Content-Type', this.#content.type).setHeader('Cache-Control', this.#content.cacheControl);
    if (body !== this.#bodies.identity) response.setHeader('Content-Encoding', encoding);
    response.vary('Accept-Encoding').setHeader('ETag', this.#etag).send(body);
  }
}

function acceptedEncoding(request: Request): Encoding {
  if (request.acceptsEncodings('br')) return 'br';
  return request.acceptsEncodings('gzip') ? 'gzip' : 'identity';
}

/** Sends answers from the cache as they are. */
export class AnswerAdapter extends ExpressAdapter {
  override reply(response: Response, body: unknown, statusCode?: number) {
    if (body instanceof Answer) return body.send(response.req, response);
    return super.reply(response, body, statusCode);
  }
}
