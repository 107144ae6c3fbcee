import type { Answer, Protocol, ProtocolRequest } from '@heliograph/ingest';
import { RawRecord } from '@heliograph/schema';
import { afterEach, describe, expect, it } from 'vitest';
import { register, startTestGateway } from './running-gateway.ts';

/** What a protocol was given. */
const seen: { requests: ProtocolRequest[]; answers: Answer[] } = { requests: [], answers: [] };

/** A protocol as it could be added: a version of Pulp a line, the system in a header, one word as the answer. */
const lines: Protocol = {
  name: 'lines',
  routes: [
    { method: 'POST', path: '/lines' },
    { method: 'PUT', path: '/lines' },
  ],
  mediaTypes: ['text/x-lines', 'text/plain'],
  document: { summary: 'Lines', body: {}, answers: {} },
  decode(body, request, { maxReports }) {
    seen.requests.push(request);
    const versions = Buffer.from(body).toString().split('\n');
    if (versions.length > maxReports) return { refused: 'too_many_envelopes' };
    const system_id = request.header('x-system');
    return {
      reports: versions.map((version, line) => {
        const pointer = `/lines/${line}`;
        if (version === '') return { pointer, rejection: { code: 'empty_payload', pointer: '' } };
        const report = { application: 'pulp', telemetry_type: 'status', time: new Date().toISOString() };
        return { pointer, report: { ...report, payload: { system_id, version }, context: { system_id } } };
      }),
    };
  },
  encode(answer) {
    seen.answers.push(answer);
    if ('results' in answer && !('refused' in answer))
      return { status: 200, headers: {}, body: new Uint8Array([111, 107]) };
    if (answer.refused === 'delivery_timed_out') return 'disconnect';
    return { status: 418, headers: { 'Content-Type': 'text/plain', 'Retry-After': 'never' }, body: answer.refused };
  },
};

let gateway: Awaited<ReturnType<typeof startTestGateway>> | undefined;
afterEach(() => gateway?.server.stop());

async function start(settings: Parameters<typeof startTestGateway>[0] = {}) {
  gateway = await startTestGateway(settings, register, [lines]);
  const { url, publisher, post } = gateway;
  [seen.requests, seen.answers] = [[], []];
  const send = (body: string, headers: Record<string, string> = {}, method = 'POST') =>
    fetch(new URL('/lines?a=1&b=2', url), {
      method,
      body,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-System': 'a-system', ...headers },
    });
  return { publisher, post, send };
}

async function textOf(answer: Response): Promise<[number, string]> {
  return [answer.status, await answer.text()];
}

describe('a protocol beside the gateway’s own', () => {
  it.each(['POST', 'PUT'])(
    'has its reports ingested and published, and answers in its own form: %s',
    async (method) => {
      const { send, publisher, post } = await start();
      const answer = await send('3.21.0\n\n3.22.0', {}, method);
      expect(Object.fromEntries(answer.headers)).toMatchObject({ 'cache-control': 'no-store', 'content-length': '2' });
      expect(await textOf(answer)).toEqual([200, 'ok']);
      const raw = publisher.published.map(({ value }) => RawRecord.parse(JSON.parse(String(value))));
      expect(raw.map(({ payload }) => payload)).toEqual(
        ['3.21.0', '3.22.0'].map((version) => ({ system_id: 'a-system', version })),
      );
      expect(seen.answers).toMatchObject([
        {
          results: [
            { status: 'accepted', records: 1 },
            { status: 'rejected', error: { code: 'empty_payload', pointer: '/lines/1' } },
            { status: 'accepted', records: 1 },
          ],
        },
      ]);
      expect((await post('[]')).status).toBe(422);
    },
  );

  it('sees the request, but neither who sends it nor by what program', async () => {
    const { send } = await start();
    const withheld = ['User-Agent', 'X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'Cookie', 'Via'];
    await send('1.0', Object.fromEntries(withheld.map((name) => [name, '192.0.2.1'])));
    const [request] = seen.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/lines' });
    expect([...(request?.query ?? [])]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(request?.header('content-type')).toBe('text/plain; charset=utf-8');
    for (const name of withheld) expect(request?.header(name.toLowerCase()), name).toBeUndefined();
    expect(JSON.stringify(request)).not.toContain('192.0.2.1');
  });

  it('writes every refusal of the chain in its own form, and its headers come first', async () => {
    const { send, publisher } = await start({
      gatewayAuthMode: 'open',
      gatewayRateLimitPerAddress: 1,
      gatewayMaxEnvelopes: 2,
    });
    const wrongType = await send('1.0', { 'Content-Type': 'application/json' });
    expect(wrongType.headers.get('accept-post')).toBe('text/x-lines, text/plain');
    expect(await textOf(wrongType)).toEqual([418, 'unsupported_media_type']);
    expect(await textOf(await send('1\n2\n3'))).toEqual([418, 'too_many_envelopes']);
    expect(await textOf(await send('x'.repeat(1_048_577)))).toEqual([418, 'body_too_large']);
    publisher.failWith('unavailable');
    const unavailable = await send('1.0');
    expect(unavailable.headers.get('retry-after')).toBe('never');
    expect(seen.answers.at(-1)).toMatchObject({ retryAfterS: expect.any(Number) });
    expect(await textOf(unavailable)).toEqual([418, 'kafka_unavailable']);
    publisher.failWith(new Error('a fault'));
    expect(await textOf(await send('1.0'))).toEqual([418, 'internal_error']);
    for (let i = 0; i < 6; i += 1) await send('1.0');
    expect(await textOf(await send('1.0'))).toEqual([418, 'address_rate_limited']);
  });

  it('may end the connection instead of an answer', async () => {
    const { send, publisher } = await start();
    publisher.failWith('timed_out');
    await expect(send('1.0')).rejects.toThrow('fetch failed');
  });

  it('has the methods of its routes and no other', async () => {
    const { send } = await start();
    const answer = await send('1.0', {}, 'DELETE');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, PUT']);
  });
});
