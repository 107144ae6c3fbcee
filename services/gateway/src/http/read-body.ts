import type { IncomingMessage } from 'node:http';
import { gunzipSync, inflateSync } from 'node:zlib';
import type { RefusalCode } from '@heliograph/ingest';
import { NO_BODY, type Responder, type Step } from './exchange.ts';

/** A bound on the bytes of bodies that are held at once, over all requests. */
export interface ByteBudget {
  /** False, and nothing taken, if that would be too much. */
  take(bytes: number): boolean;
  release(bytes: number): void;
  readonly taken: number;
}

export function createByteBudget(limit: number): ByteBudget {
  let taken = 0;
  return {
    take(bytes) {
      if (taken + bytes > limit) return false;
      taken += bytes;
      return true;
    },
    release(bytes) {
      taken -= bytes;
    },
    get taken() {
      return taken;
    },
  };
}

type Inflate = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;

const CONTENT_CODINGS: ReadonlyMap<string, Inflate> = new Map<string, Inflate>([
  ['identity', (bytes) => bytes],
  ['gzip', gunzipSync],
  // The same coding (RFC 9110, section 8.4.1.3).
  ['x-gzip', gunzipSync],
  ['deflate', inflateSync],
]);
const ACCEPTED_CODINGS = 'gzip, deflate';

/** The step that refuses bodies that the protocol cannot decode by their headers; parameters of a media type are ignored. */
export function createCheckMediaType(respond: Responder): Step {
  return (request, response, next) => {
    const { mediaTypes } = response.locals.protocol;
    if (!hasMediaType(request.headers['content-type'], mediaTypes)) {
      const headers = { 'Accept-Post': mediaTypes.join(', ') };
      return respond.refuse(response, { refused: 'unsupported_media_type' }, headers);
    }
    if (inflaterOf(request.headers['content-encoding']) === undefined) {
      const headers = { 'Accept-Encoding': ACCEPTED_CODINGS };
      return respond.refuse(response, { refused: 'unsupported_content_encoding' }, headers);
    }
    next();
  };
}

export function hasMediaType(contentType: string | undefined, mediaTypes: readonly string[]): boolean {
  return mediaTypes.includes(contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '');
}

/** Undefined if the coding is unknown, or there are several. */
export function inflaterOf(contentEncoding = 'identity'): Inflate | undefined {
  return CONTENT_CODINGS.get(contentEncoding.trim().toLowerCase());
}

/**
 * The step that reads a body of at most `maxBodyBytes`, before and after it is decompressed. Inflating happens in one turn
 * with the decoding that follows: of a thousand bodies that grow to the limit only one is held at a time.
 */
export function createReadBody(respond: Responder, budget: ByteBudget, maxBodyBytes: number): Step {
  return async (request, response, next) => {
    const received = await readBytes(request, maxBodyBytes, budget);
    if ('gone' in received) return;
    if ('refused' in received) return respond.refuse(response, received);
    const body = inflate(received.bytes, inflaterOf(request.headers['content-encoding']), maxBodyBytes);
    budget.release(received.bytes.length);
    if ('refused' in body) return respond.refuse(response, body);
    response.locals.body = body.bytes;
    next();
  };
}

type Received =
  | { readonly bytes: Buffer }
  | { readonly refused: RefusalCode }
  /** The client closed the connection: there is nothing to answer. */
  | { readonly gone: true };

/**
 * Reads a body as it was sent. The bytes it holds are taken from the budget, to be released by the caller. What a refused
 * request still sends is discarded as it comes, until the server's request timeout ends it, so that a client that does not
 * read while it writes gets its answer.
 */
function readBytes(request: IncomingMessage, limit: number, budget: ByteBudget): Promise<Received> {
  return new Promise((resolve) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      request.resume();
      resolve({ refused: 'body_too_large' });
      return;
    }
    let chunks: Buffer[] = [];
    let size = 0;
    let ended = false;
    const end = (received: Received) => {
      if (ended) return;
      ended = true;
      if (!('bytes' in received)) budget.release(size);
      chunks = [];
      resolve(received);
    };
    request.on('data', (chunk: Buffer) => {
      if (ended) return;
      if (size + chunk.length > limit) end({ refused: 'body_too_large' });
      else if (!budget.take(chunk.length)) end({ refused: 'overloaded' });
      else {
        size += chunk.length;
        chunks.push(chunk);
      }
    });
    request.on('end', () => end({ bytes: chunks.length === 1 ? (chunks[0] ?? NO_BODY) : Buffer.concat(chunks, size) }));
    request.on('error', () => end({ gone: true }));
    request.on('close', () => end({ gone: true }));
  });
}

export function inflate(
  bytes: Buffer,
  inflater: Inflate | undefined,
  maxOutputLength: number,
): { readonly bytes: Buffer } | { readonly refused: RefusalCode } {
  if (inflater === undefined) return { refused: 'unsupported_content_encoding' };
  try {
    return { bytes: inflater(bytes, { maxOutputLength }) };
  } catch (error) {
    return { refused: isTooLarge(error) ? 'body_too_large' : 'malformed_encoding' };
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
