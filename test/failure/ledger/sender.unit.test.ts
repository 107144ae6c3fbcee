import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { type Attempt, createAnswers } from './answers.ts';
import type { PlannedRequest } from './expectation.ts';
import { createSender } from './sender.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A gateway that answers as it is told to, and remembers what it was sent. */
async function aGateway(answer: RequestListener) {
  const bodies: string[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    bodies.push(await text(request));
    answer(request, response);
  };
  const server = createServer((request, response) => {
    respond(request, response).catch((error) => response.destroy(error));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

const accepts: RequestListener = (_request, response) =>
  void response.writeHead(202).end('{"results":[{"id":"a","status":"accepted","records":0}]}');
const asksForPatience: RequestListener = (_request, response) =>
  void response.writeHead(503, { 'Retry-After': '0' }).end();

const request: PlannedRequest = {
  index: 0,
  body: '{"id":"a"}',
  contentType: 'application/json',
  envelopes: [{ answer: 'accepted', records: [] }],
};

function aSender(gateways: string[], giveUpMs = 10_000) {
  const answers = createAnswers();
  const log: Attempt[] = [];
  const sender = createSender({ gateways: () => gateways, answers, log: (attempt) => log.push(attempt), giveUpMs });
  return { sender, answers, log };
}

describe('the sender', () => {
  it('goes round the gateways', async () => {
    const [one, two] = [await aGateway(accepts), await aGateway(accepts)];
    const { sender } = aSender([one.url, two.url]);
    for (let i = 0; i < 4; i += 1) await sender.send(request);
    expect([one.bodies.length, two.bodies.length]).toEqual([2, 2]);
  });

  it('sends the same again where it is asked to, elsewhere where nobody answers, and writes it all down', async () => {
    let asked = 0;
    const busy = await aGateway((...exchange) => {
      asked += 1;
      (asked < 3 ? asksForPatience : accepts)(...exchange);
    });
    const { url: dead } = await aGateway(accepts);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const { sender, answers, log } = aSender([busy.url, dead]);
    await sender.send(request);
    expect(answers.told(0, 0)).toBe('acknowledged');
    expect(new Set(busy.bodies)).toEqual(new Set([request.body]));
    expect(log.map(({ outcome }) => outcome).filter((outcome) => typeof outcome === 'number')).toEqual([503, 503, 202]);
    expect(log.find(({ gateway }) => gateway === dead)?.outcome).toBe('ECONNREFUSED');
    expect(answers.attemptsOf(0)).toBe(log.length);
  });

  it('takes half an answer for none', async () => {
    let asked = 0;
    const cut = await aGateway((incoming, response) => {
      asked += 1;
      if (asked > 1) return accepts(incoming, response);
      response.writeHead(202, { 'Content-Length': 100 }).write('{"results":');
      setTimeout(() => response.destroy(), 20);
    });
    const { sender, answers, log } = aSender([cut.url]);
    await sender.send(request);
    expect(answers.told(0, 0)).toBe('acknowledged');
    expect(log).toHaveLength(2);
    expect(typeof log[0]?.outcome).toBe('string');
  });

  it('gives up in the end, and then does not know', async () => {
    const busy = await aGateway(asksForPatience);
    const { sender, answers } = aSender([busy.url], 50);
    await sender.send(request);
    expect(answers.told(0, 0)).toBe('unanswered');
    expect(answers.faults).toEqual([]);
  });

  it('does not ask again after a fault of the gateway, which is a finding', async () => {
    const broken = await aGateway((_request, response) => void response.writeHead(500).end('oh'));
    const { sender, answers } = aSender([broken.url]);
    await sender.send(request);
    expect(broken.bodies).toHaveLength(1);
    expect(answers.told(0, 0)).toBe('unanswered');
    expect(answers.faults).toEqual(['request 0: answered 500: oh']);
  });
});
