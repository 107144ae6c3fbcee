import type { IncomingMessage } from 'node:http';
import { gunzipSync, inflateSync } from 'node:zlib';
import type { RefusalCode } from '@heliograph/ingest';
import type { Caller } from '../auth/access.ts';
import { NO_BODY, type Responder, type Step } from './exchange.ts';

/** Why bytes are not given: the owner holds its share, or nothing is left for a body of this size. */
type BudgetRefusal = 'owner' | 'all';

/** A bound on the bytes of bodies that are held at once, over all requests. */
export interface ByteBudget {
  /**
   * Takes bytes for a body that will be `size` bytes with them. Gives the reason, and takes nothing, if that is too much.
   * An undefined owner has no share of its own.
   */
  take(owner: string | undefined, bytes: number, size: number): BudgetRefusal | undefined;
  release(owner: string | undefined, bytes: number): void;
  readonly taken: number;
}

/** A body up to this is small: most reports of one system are far smaller. */
const SMALL_BODY_BYTES = 65_536;
/** The last quarter is kept for small bodies, so that large ones never keep them out. */
const KEPT_FOR_SMALL = 1 / 4;
/** What one owner may hold; it is more than the largest body. */
const SHARE_OF_OWNER = 1 / 4;

export function createByteBudget(limit: number): ByteBudget {
  const held = new Map<string, number>();
  let taken = 0;
  const heldBy = (owner: string | undefined) => (owner === undefined ? 0 : (held.get(owner) ?? 0));

  function add(owner: string | undefined, bytes: number): void {
    taken += bytes;
    if (owner === undefined) return;
    const now = heldBy(owner) + bytes;
    if (now > 0) held.set(owner, now);
    else held.delete(owner);
  }

  return {
    take(owner, bytes, size) {
      if (heldBy(owner) + bytes > limit * SHARE_OF_OWNER) return 'owner';
      const most = size > SMALL_BODY_BYTES ? limit * (1 - KEPT_FOR_SMALL) : limit;
      if (taken + bytes > most) return 'all';
      add(owner, bytes);
      return undefined;
    },
    release: (owner, bytes) => add(owner, -bytes),
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

/** A `*` at the beginning of one of `mediaTypes` stands for any characters. */
export function hasMediaType(contentType: string | undefined, mediaTypes: readonly string[]): boolean {
  const sent = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return mediaTypes.some((one) => (one.startsWith('*') ? sent.endsWith(one.slice(1)) : sent === one));
}

/** Undefined if the coding is unknown, or there are several. */
export function inflaterOf(contentEncoding = 'identity'): Inflate | undefined {
  return CONTENT_CODINGS.get(contentEncoding.trim().toLowerCase());
}

/**
 * The step that reads a body of at most `maxBodyBytes`, before and after it is decompressed. Inflating happens in one turn
 * with the decoding that follows: of a thousand bodies that grow to the limit only one is held at a time. `ownerOf` says
 * who has a share of the budget.
 */
export function createReadBody(
  respond: Responder,
  budget: ByteBudget,
  ownerOf: (caller: Caller) => string | undefined,
  maxBodyBytes: number,
): Step {
  return async (request, response, next) => {
    const { caller } = response.locals;
    const owner = ownerOf(caller);
    const received = await readBytes(request, maxBodyBytes, budget, owner);
    if ('gone' in received) return;
    if ('refused' in received) {
      const { refused } = received;
      if (refused === 'share_exceeded')
        return respond.refuse(response, {
          refused: 'key' in caller.client ? 'api_key_rate_limited' : 'address_rate_limited',
          waitMs: SHARE_WAIT_MS,
        });
      return respond.refuse(response, { refused }, refused === 'request_timeout' ? { Connection: 'close' } : {});
    }
    const body = inflate(received.bytes, inflaterOf(request.headers['content-encoding']), maxBodyBytes);
    budget.release(owner, received.bytes.length);
    if ('refused' in body) return respond.refuse(response, body);
    response.locals.body = body.bytes;
    next();
  };
}

type Received =
  | { readonly bytes: Buffer }
  | { readonly refused: RefusalCode | 'share_exceeded' }
  /** The client closed the connection: there is nothing to answer. */
  | { readonly gone: true };

/** When a share is free again depends on its owner's other bodies, which take as long as a request may. */
const SHARE_WAIT_MS = 1000;
/** A body has to make progress: at least 1 KiB a second, looked at every five seconds. A modem of 1990 does. */
const PROGRESS_EVERY_MS = 5000;
const LEAST_PROGRESS_BYTES = 5 * 1024;

/**
 * Reads a body as it was sent. The bytes it holds are taken from the budget, to be released by the caller. What a refused
 * request still sends is discarded as it comes, until the server's request timeout ends it, so that a client that does not
 * read while it writes gets its answer.
 */
function readBytes(
  request: IncomingMessage,
  limit: number,
  budget: ByteBudget,
  owner: string | undefined,
): Promise<Received> {
  return new Promise((resolve) => {
    const announced = Number(request.headers['content-length'] ?? Number.NaN);
    if (announced > limit) {
      request.resume();
      resolve({ refused: 'body_too_large' });
      return;
    }
    let chunks: Buffer[] = [];
    let size = 0;
    let ended = false;
    let progress: NodeJS.Timeout | undefined;
    const end = (received: Received) => {
      if (ended) return;
      ended = true;
      clearInterval(progress);
      if (!('bytes' in received)) budget.release(owner, size);
      chunks = [];
      resolve(received);
    };
    const watchProgress = () => {
      let before = size;
      progress = setInterval(() => {
        if (size - before < LEAST_PROGRESS_BYTES) end({ refused: 'request_timeout' });
        before = size;
      }, PROGRESS_EVERY_MS);
    };
    request.on('data', (chunk: Buffer) => {
      if (ended) return;
      const next = size + chunk.length;
      const refusal = next > limit ? undefined : budget.take(owner, chunk.length, next);
      if (next > limit) end({ refused: 'body_too_large' });
      else if (refusal !== undefined) end({ refused: refusal === 'owner' ? 'share_exceeded' : 'overloaded' });
      else {
        size = next;
        chunks.push(chunk);
        // Nearly every body comes whole, and needs no timer.
        if (progress === undefined && size !== announced) watchProgress();
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
