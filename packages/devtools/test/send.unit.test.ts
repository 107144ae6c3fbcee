import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SourceEnvelope } from '@heliograph/schema';
import { afterEach, describe, expect, it } from 'vitest';
import { SendError, send } from '../src/demo/send.ts';

type Answer = (envelopes: SourceEnvelope[], request: number) => { status: number; retryAfter?: string; body?: object };

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A gateway that says what the test wants it to say; its answers are those of the documented contract. */
async function gateway(answer: Answer): Promise<string> {
  let requests = 0;
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const envelopes = JSON.parse(Buffer.concat(await request.toArray()).toString());
    requests += 1;
    const { status, retryAfter, body = {} } = answer(envelopes, requests);
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
    response.writeHead(status).end(JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    respond(request, response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const accept = (envelopes: SourceEnvelope[]) => ({
  status: 202,
  body: { results: envelopes.map(({ id }) => ({ id, status: 'accepted', records: 2 })) },
});
const report = (payload: unknown = {}): SourceEnvelope => ({
  application: 'a',
  telemetry_type: 'b',
  time: 't',
  payload,
});
const quiet = { progress: () => {} };

describe('send', () => {
  it('sends everything in requests of a bounded number and size', async () => {
    const sizes: number[] = [];
    const url = await gateway((envelopes) => {
      sizes.push(envelopes.length);
      return accept(envelopes);
    });
    const big = report('x'.repeat(300_000));
    const sent = await send([...Array.from({ length: 250 }, () => report()), big, big], { gateway: url, ...quiet });
    expect(sizes).toEqual([100, 100, 51, 1]);
    expect(sent).toMatchObject({ accepted: 252, records: 504 });
  });

  it('waits as long as 429 and 503 ask, and sends the same again', async () => {
    const url = await gateway((envelopes, request) =>
      request === 1 ? { status: 503, retryAfter: '7' } : request === 2 ? { status: 429 } : accept(envelopes),
    );
    const waits: number[] = [];
    const sent = await send([report()], { gateway: url, ...quiet, wait: async (ms) => waits.push(ms) });
    expect(waits).toEqual([7000, 1000]);
    expect(sent.accepted).toBe(1);
  });

  it('gives up when the gateway never has time', async () => {
    const url = await gateway(() => ({ status: 503, retryAfter: '1' }));
    const sending = send([report()], { gateway: url, ...quiet, wait: async () => {} });
    await expect(sending).rejects.toThrow(SendError);
  });

  it('counts what was rejected by its code', async () => {
    const url = await gateway(() => ({
      status: 207,
      body: {
        results: [
          { status: 'accepted', records: 1 },
          { status: 'rejected', error: { code: 'invalid_time' } },
        ],
      },
    }));
    const sent = await send([report(), report()], { gateway: url, ...quiet });
    expect(sent).toEqual({ accepted: 1, records: 1, rejected: new Map([['invalid_time', 1]]) });
  });

  it('stops at an answer that no retry mends', async () => {
    const url = await gateway(() => ({ status: 413 }));
    await expect(send([report()], { gateway: url, ...quiet })).rejects.toThrow('answered 413');
  });

  it('says what to do where there is no gateway', async () => {
    await expect(send([report()], { gateway: 'http://127.0.0.1:1', ...quiet })).rejects.toThrow('npm start');
  });
});
