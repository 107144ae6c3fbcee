import type { IncomingMessage } from 'node:http';
import type { Log } from '@heliograph/stream';
import type { Access, Caller, Purpose, Refusal } from './access.ts';
import { isTrusted, senderName, type TrustedProxies } from './sender-address.ts';

/** Lets a request in by its head, before its body is read, or says why not. */
export type Authorise = (request: IncomingMessage, purpose: Purpose) => Caller | Refusal;

/** Reads key and address from the head of a request. The address goes to the limits and nowhere else. */
export function createAuthorise(access: Access, trusted: TrustedProxies, log: Log): Authorise {
  let hasWarned = false;

  return ({ headers, socket }, purpose) => {
    const peer = socket.remoteAddress ?? '';
    const forwardedFor = headers['x-forwarded-for'];
    const chain = Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor;
    if (chain !== undefined && !hasWarned && !isTrusted(peer, trusted)) {
      // Every sender behind such a proxy shares one bucket, which the operator should hear of; once is enough.
      hasWarned = true;
      log.warn({}, 'X-Forwarded-For of a peer that is no trusted proxy is not heeded');
    }
    return access.authorise(
      { authorization: headers.authorization, address: senderName(peer, chain, trusted) },
      purpose,
    );
  };
}
