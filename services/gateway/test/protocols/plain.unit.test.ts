import { createRegister, RawRecord } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aHost } from '../reports.ts';
import { register as shipped, startTestGateway } from '../running-gateway.ts';

const register = createRegister([
  aDefinition(),
  aDefinition({ application: 'fleet' }),
  aDefinition({
    application: 'numbers',
    fields: {
      '/id': { type: 'string', sanitise: 'hash' },
      '/count': { type: 'integer', max: 9 },
      '/on': { type: 'boolean' },
    },
    influx: { measurement: 'numbers', tags: ['/id'], fields: ['/count'] },
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
const STATUS = '/v1/telemetry/example/status';

describe('/v1/telemetry/{application}/{telemetry_type}', () => {
  it.each(['POST', 'PUT'])('takes the payload itself, at the time of receipt: %s', async (method) => {
    const before = Date.now();
    const answer = await send(STATUS, '{"id":"a","version":"1.2.3"}', 'application/json; charset=utf-8', {}, method);
    expect([answer.status, await answer.json()]).toMatchObject([
      202,
      { results: [{ status: 'accepted', records: 1 }] },
    ]);
    const [record] = raw();
    expect(record).toMatchObject({ system_id: 'a', payload: { id: 'a', version: '1.2.3' }, clock_clamped: false });
    expect(record?.time).toBe(record?.received_at);
    expect(Date.parse(record?.time ?? '')).toBeGreaterThanOrEqual(before);
  });

  it('takes what is beside the body from headers, or from the query', async () => {
    const time = new Date().toISOString().replace('Z', '000001Z');
    const headers = { 'Heliograph-Time': time, 'Heliograph-System-Id': 'b', 'Heliograph-Schema-Version': '3' };
    await send(STATUS, '{"version":"1.0"}', 'application/json', headers);
    await send(`${STATUS}?time=${time}&system_id=b&schema_version=3&id=x`, '{"version":"1.0"}');
    for (const record of raw()) expect(record).toMatchObject({ system_id: 'b', time, schema_version: 3 });
    expect(raw()).toHaveLength(2);
    expect(raw()[0]?.payload).toEqual({ id: 'b', version: '1.0' });
    expect(await codesOf(await send(`${STATUS}?time=noon`, '{"id":"a"}'))).toEqual([
      422,
      'none_accepted',
      'invalid_time /time',
    ]);
    expect(await codesOf(await send(`${STATUS}?schema_version=x`, '{"id":"a"}'))).toEqual([
      422,
      'none_accepted',
      'invalid_envelope /schema_version',
    ]);
  });

  it('knows a report again by its Idempotency-Key', async () => {
    const keys = ['k-1', '"k-1"', 'k-2', '0198c6f0-5b1e-7c3a-9a51-0f6f6f2d9c11'];
    const ids: string[] = [];
    for (const key of keys) {
      const answer = await send(STATUS, '{"id":"a"}', 'application/json', { 'Idempotency-Key': key });
      ids.push(((await answer.json()) as { results: { id: string }[] }).results[0]?.id ?? '');
    }
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(3);
    expect(ids[3]).toBe(keys[3]);
    expect(new Set(raw().map(({ id }) => id)).size).toBe(3);
    await send('/v1/telemetry/fleet/status', '{"id":"a"}', 'application/json', { 'Idempotency-Key': 'k-1' });
    expect(new Set(raw().map(({ id }) => id)).size).toBe(4);
  });

  it('takes JSON lines, each a report, and tells them apart under one key', async () => {
    const body = '{"id":"a"}\r\n\n{"id":"a"}\n[]\n';
    const answer = await send(STATUS, body, 'application/x-ndjson', { 'Idempotency-Key': 'k' });
    expect([answer.status, await answer.json()]).toMatchObject([
      207,
      { results: [{ records: 1 }, { records: 1 }, { error: { code: 'invalid_payload', pointer: '/2' } }] },
    ]);
    expect(new Set(raw().map(({ id }) => id)).size).toBe(2);
    expect(await codesOf(await send(STATUS, '{"id":"a"}\n{"id":', 'application/jsonl'))).toEqual([
      400,
      'malformed_json',
    ]);
    expect(await codesOf(await send(STATUS, '\n \n', 'application/jsonl'))).toEqual([400, 'malformed_json']);
    expect(await codesOf(await send(STATUS, '{}\n'.repeat(300_000), 'application/jsonl'))).toEqual([
      413,
      'too_many_envelopes',
    ]);
    expect(raw()).toHaveLength(2);
  });

  it('takes the fields of a form, numbers and booleans as registered', async () => {
    const form = 'application/x-www-form-urlencoded';
    await send('/v1/telemetry/numbers/status', 'id=a+b%21&count=3&on=true&other=4&twice=1&twice=2', form, {
      'Heliograph-System-Id': 'b',
    });
    expect(await codesOf(await send('/v1/telemetry/numbers/status', 'id=a+b', form))).toEqual([
      422,
      'none_accepted',
      'invalid_system_id /id',
    ]);
    await send('/v1/telemetry/numbers/status', 'id=a&count=03&on=yes&count.=%F0%9F%8C%9E', form);
    expect(raw().map(({ payload }) => payload)).toEqual([{ id: 'a', count: '03', on: 'yes', 'count.': '🌞' }]);
    for (const body of ['', '&&', '\xff'])
      expect(await codesOf(await send('/v1/telemetry/numbers/status', Buffer.from(body, 'latin1'), form))).toEqual([
        400,
        'malformed_body',
      ]);
    expect(await codesOf(await send('/v1/telemetry/numbers/status', '&'.repeat(1000), form))).toEqual([
      413,
      'too_many_records',
    ]);
  });

  it('takes elements of an array one a line, and an envelope of the same type for its payload', async () => {
    await gateway.server.stop();
    gateway = await startTestGateway({}, shipped);
    const path = '/v1/telemetry/trento/host_telemetry';
    const host = (agent_id: string) => JSON.stringify(aHost({ agent_id }));
    expect((await send(path, `${host('a')}\n${host('b')}`, 'application/x-ndjson')).status).toBe(202);
    expect((await send(path, `[${host('c')}]`)).status).toBe(202);
    const envelope = { application: 'trento', telemetry_type: 'host_telemetry', payload: [aHost({ agent_id: 'd' })] };
    expect((await send(path, JSON.stringify(envelope))).status).toBe(202);
    expect(raw().map(({ system_id }) => system_id)).toEqual(['a', 'b', 'c', 'd']);
    expect(await codesOf(await send(path, '[{"agent_id":"a"},{"agent_id":7}]'))).toEqual([
      422,
      'none_accepted',
      'invalid_system_id /1/agent_id',
    ]);
    expect(await codesOf(await send(path, JSON.stringify({ ...envelope, payload: [7] })))).toEqual([
      422,
      'none_accepted',
      'invalid_payload /payload/0',
    ]);
  });

  it.each([
    ['truncated', '{"id":"a"', [400, 'malformed_json']],
    ['not UTF-8', '{"id":"\xff"}', [400, 'malformed_json']],
    ['oversized', `"${'x'.repeat(1_048_576)}"`, [413, 'body_too_large']],
    [
      'deeply nested',
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      [422, 'none_accepted', `too_deep ${'/0'.repeat(31)}`],
    ],
    ['of a forbidden key', '{"id":"a","x":{"__proto__":1}}', [422, 'none_accepted', 'forbidden_key ']],
    ['no object', '7', [422, 'none_accepted', 'invalid_payload ']],
  ])('stores nothing of a body that is %s', async (_, body, expected) => {
    expect(await codesOf(await send(STATUS, Buffer.from(body, 'latin1')))).toEqual(expected);
    expect(gateway.publisher.published).toEqual([]);
  });

  it('refuses what is not registered, other media types, and other methods', async () => {
    expect(await codesOf(await send('/v1/telemetry/nobody/status', '{}'))).toEqual([
      422,
      'none_accepted',
      'unknown_application /application',
    ]);
    expect(await codesOf(await send('/v1/telemetry/example/%E0%A4', '{}'))).toEqual([404, 'not_found']);
    const wrong = await send(STATUS, 'x', 'text/plain');
    expect(wrong.headers.get('accept-post')).toContain('application/x-ndjson');
    expect(await codesOf(wrong)).toEqual([415, 'unsupported_media_type']);
    const answer = await fetch(new URL(STATUS, gateway.url));
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, PUT']);
  });
});
