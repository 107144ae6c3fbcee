import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceEnvelope } from '@heliograph/schema';

/** The gateway takes up to 500 envelopes and 1 MiB a request; half of the bytes leave room for its own limits. */
const MAX_ENVELOPES = 100;
const MAX_BYTES = 524_288;
const TRIES = 10;
const LONGEST_WAIT_S = 30;

export interface Sent {
  accepted: number;
  /** Records that the accepted envelopes were split into, one per system. */
  records: number;
  /** Rejected envelopes by error code. */
  readonly rejected: Map<string, number>;
}

/** Thrown where the gateway cannot be reached, asks to wait for too long, or answers what it should not. */
export class SendError extends Error {
  override readonly name = 'SendError';
}

export interface Sender {
  /** Base URL of the gateway. */
  readonly gateway: string;
  /** Called after each request with what has been sent so far. */
  progress(sent: Sent): void;
  /** Waits that many milliseconds. */
  wait?(ms: number): Promise<unknown>;
}

/** Sends envelopes in their order, a request at a time, and does as 429 and 503 ask. Rejects with a SendError. */
export async function send(envelopes: Iterable<SourceEnvelope>, sender: Sender): Promise<Sent> {
  const sent: Sent = { accepted: 0, records: 0, rejected: new Map() };
  for (const body of bodies(envelopes)) {
    for (const { status, records, error } of await post(body, sender)) {
      if (status === 'accepted') {
        sent.accepted += 1;
        sent.records += records ?? 0;
      } else {
        const code = error?.code ?? 'unknown';
        sent.rejected.set(code, (sent.rejected.get(code) ?? 0) + 1);
      }
    }
    sender.progress(sent);
  }
  return sent;
}

function* bodies(envelopes: Iterable<SourceEnvelope>): Generator<string> {
  let parts: string[] = [];
  let bytes = 0;
  for (const envelope of envelopes) {
    const part = JSON.stringify(envelope);
    const size = Buffer.byteLength(part) + 1;
    if (parts.length > 0 && (parts.length === MAX_ENVELOPES || bytes + size > MAX_BYTES)) {
      yield `[${parts.join(',')}]`;
      [parts, bytes] = [[], 0];
    }
    parts.push(part);
    bytes += size;
  }
  if (parts.length > 0) yield `[${parts.join(',')}]`;
}

interface Result {
  readonly status: string;
  readonly records?: number;
  readonly error?: { readonly code?: string };
}

async function post(body: string, { gateway, wait = sleep }: Sender): Promise<readonly Result[]> {
  for (let tried = 1; ; tried += 1) {
    const response = await request(gateway, body);
    if (response.status === 202 || response.status === 207 || response.status === 422) {
      const answer = (await response.json()) as { results?: readonly Result[] };
      return answer.results ?? [];
    }
    if (response.status !== 429 && response.status !== 503)
      throw new SendError(`${gateway} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    await response.body?.cancel();
    if (tried === TRIES) throw new SendError(`${gateway} still answered ${response.status} after ${TRIES} tries`);
    await wait(retryAfterMs(response.headers.get('retry-after')));
  }
}

async function request(gateway: string, body: string): Promise<Response> {
  try {
    return await fetch(new URL('/v1/telemetry', gateway), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  } catch (cause) {
    throw new SendError(`no gateway answers at ${gateway}; start one with: npm start`, { cause });
  }
}

/** Milliseconds; a second where the header is missing or a date. */
function retryAfterMs(header: string | null): number {
  const seconds = header === null || !/^\d+$/.test(header) ? 1 : Number(header);
  return Math.min(seconds, LONGEST_WAIT_S) * 1000;
}
