import type { IncomingMessage } from 'node:http';
import type { RefusalCode } from '@heliograph/ingest';
import type { ByteBudget } from './byte-budget.ts';

export type Received =
  | { readonly bytes: Buffer }
  | { readonly refused: RefusalCode }
  /** The sender went away: there is nobody to answer. */
  | { readonly gone: true };

const NO_BYTES = Buffer.alloc(0);

/**
 * Reads a body of at most `limit` bytes as it was sent. The bytes it holds are taken from the budget: give them back with
 * `release` when they are no longer needed. What a refused request still sends is thrown away as it comes, until the server's
 * request timeout ends it, so that a sender who does not listen while he talks gets his answer.
 */
export function readBody(request: IncomingMessage, limit: number, budget: ByteBudget): Promise<Received> {
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
    request.on('end', () =>
      end({ bytes: chunks.length === 1 ? (chunks[0] ?? NO_BYTES) : Buffer.concat(chunks, size) }),
    );
    request.on('error', () => end({ gone: true }));
    request.on('close', () => end({ gone: true }));
  });
}
