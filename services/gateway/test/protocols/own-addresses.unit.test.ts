import { createRegister, RawRecord } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { register as shipped, startTestGateway } from '../running-gateway.ts';

const register = createRegister([
  aDefinition({
    application: 'fleet',
    receive: {
      http: [
        { path: '/api/collect', answer: { status: 200 } },
        {
          path: '/text',
          media_types: ['text/plain'],
          answer: { status: 201, media_type: 'text/html', body: 'thanks' },
        },
        { path: '/any', method: 'PUT', media_types: ['*/*'], id: '/report/id' },
        { path: '/', host: 'usage.example.org', format: 'form' },
        { path: '/lines', format: 'json-lines' },
      ],
    },
  }),
]);

let gateway: Awaited<ReturnType<typeof startTestGateway>>;
beforeEach(async () => {
  gateway = await startTestGateway({}, register);
});
afterEach(() => gateway.server.stop());

const send = (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  type = 'application/json',
  headers = {},
  method = 'POST',
) =>
  fetch(new URL(gateway.url).origin + path, {
    method,
    body,
    headers: { 'Content-Type': type, ...headers },
    redirect: 'error',
  });
const raw = () => gateway.publisher.published.map(({ value }) => RawRecord.parse(JSON.parse(String(value))));
const codesOf = async (answer: Response) => {
  const { code, results = [] } = (await answer.json()) as {
    code?: string;
    results?: { error?: { code: string; pointer: string } }[];
  };
  return [answer.status, code, ...results.map(({ error }) => error && `${error.code} ${error.pointer}`)];
};

describe('Trento’s clients', () => {
  /** As Trento sends it: in Go with eight members, and in Elixir with ten of which some are null. */
  const inGo = {
    agent_id: '779cdd70-e9e2-58ca-b18a-bf3eb3f71244',
    installation_id: '59fd8017-b7fd-477b-9ebe-b658c558f3e9',
    sles_version: '15-SP3',
    cpu_count: 4,
    socket_count: 1,
    total_memory_mb: 16384,
    cloud_provider: '',
    time: '2021-11-23T11:04:02.462687463+01:00',
  };
  const inElixir = {
    ...inGo,
    installation_flavor: 'Premium',
    agent_installation_source: 'suse',
    cpu_count: null,
    cloud_provider: null,
    time: '2022-09-01T10:00:00.123456Z',
  };
  const wrapped = { application: 'trento', telemetry_type: 'host_telemetry', time: inGo.time, payload: [inGo] };

  it.each([
    ['in Go', [inGo]],
    ['in Elixir', [inElixir, { ...inElixir, agent_id: 'another' }]],
    ['in an envelope', wrapped],
  ])('are answered with 202 and nothing else: %s', async (_, body) => {
    await gateway.server.stop();
    gateway = await startTestGateway({}, shipped);
    const answer = await send('/api/collect/hosts', JSON.stringify(body));
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([202, '', null]);
    expect(raw()[0]).toMatchObject({ system_id: inGo.agent_id, telemetry_type: 'host_telemetry' });
    expect(raw().map(({ payload }) => payload)).toEqual('payload' in body ? body.payload : body);
  });
});

describe('an address of a product’s own clients', () => {
  it.each([
    ['/api/collect', 'POST', 'application/json', '{"id":"a"}', 200, ''],
    ['//api//collect?token=1', 'POST', 'application/json', '{"id":"a"}', 200, ''],
    ['/text', 'POST', 'text/plain', '{"id":"a"}', 201, 'thanks'],
    ['/lines', 'POST', 'application/jsonl', '{"id":"a"}', 202, undefined],
  ])('answers what they take for success: %s', async (path, method, type, body, status, text) => {
    const answer = await send(path, body, type, {}, method);
    expect(answer.status).toBe(status);
    if (text !== undefined) expect(await answer.text()).toBe(text);
    expect(raw()).toMatchObject([{ application: 'fleet', system_id: 'a' }]);
  });

  it('knows a report again by a member of its body', async () => {
    for (const id of ['r-1', 'r-1', 'r-2', 7])
      await send('/any', JSON.stringify({ id: 'a', report: { id } }), '', {}, 'PUT');
    expect(new Set(raw().map(({ id }) => id)).size).toBe(3);
  });

  it('may be at one host only', async () => {
    const { port } = new URL(gateway.url);
    const answer = await new Promise<number>((resolve) => {
      const { request } = process.getBuiltinModule('node:http');
      const headers = { Host: 'Usage.Example.Org:80', 'Content-Type': 'application/x-www-form-urlencoded' };
      request({ port, method: 'POST', path: '/', headers }, (got) => resolve(got.statusCode ?? 0)).end('id=a');
    });
    expect(answer).toBe(202);
    expect(await codesOf(await send('/', 'id=a', 'application/x-www-form-urlencoded'))).toEqual([404, 'not_found']);
  });

  it('refuses as everywhere', async () => {
    expect(await codesOf(await send('/api/collect', '{"id":7}'))).toEqual([
      422,
      'none_accepted',
      'invalid_system_id /id',
    ]);
    expect(await codesOf(await send('/api/collect', '{'))).toEqual([400, 'malformed_json']);
    expect(await codesOf(await send('/text', '{}'))).toEqual([415, 'unsupported_media_type']);
    const answer = await send('/any', '{}');
    expect([answer.headers.get('allow'), ...(await codesOf(answer))]).toEqual(['PUT', 405, 'method_not_allowed']);
    gateway.publisher.failWith('unavailable');
    expect(await codesOf(await send('/api/collect', '{"id":"a"}'))).toEqual([503, 'kafka_unavailable']);
  });
});
