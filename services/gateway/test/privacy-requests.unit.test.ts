import { gzipSync } from 'node:zlib';
import { receiptOf } from '@heliograph/runtime';
import { RawRequest, REQUEST_HEADER } from '@heliograph/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestGateway } from './running-gateway.ts';

/** Stands in every bad request, and must come back in no answer and reach no topic. */
const SENTINEL = 'jane.doe-7f3a';
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let gateway: Awaited<ReturnType<typeof startTestGateway>>;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.server.stop());
beforeEach(() => gateway.publisher.forget());

type Body = string | Uint8Array<ArrayBuffer>;
const post = (path: string, body: Body, headers: Record<string, string> = {}) =>
  fetch(gateway.url.replace('/v1/telemetry', path), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
const json = JSON.stringify;
const Accepted = z.strictObject({ id: z.string(), request: z.string(), status: z.string() });
const bodyOf = async (answer: Response) => Accepted.parse(await answer.json());
const trento = { application: 'trento', system_id: SENTINEL };

describe.each([
  ['/v1/erasures', 'erasure'],
  ['/v1/exports', 'export'],
])('POST %s', (path, kind) => {
  it('puts the request into the log under the system id, and gives its id to nobody else', async () => {
    const answer = await post(path, json({ ...trento, telemetry_type: 'host_telemetry' }));
    expect([answer.status, answer.headers.get('cache-control')]).toStrictEqual([202, 'no-store']);
    const body = await bodyOf(answer);
    expect(body).toStrictEqual({ id: expect.stringMatching(UUID_V4), request: kind, status: 'accepted' });
    const [record, ...more] = gateway.publisher.published;
    expect(more).toStrictEqual([]);
    expect(record?.key).toBe(SENTINEL);
    const { traceparent, ...headers } = record?.headers ?? {};
    expect(headers).toStrictEqual({
      application: 'trento',
      telemetry_type: 'host_telemetry',
      [REQUEST_HEADER]: kind,
    });
    expect(traceparent).toMatch(/^00-/);
    const request = RawRequest.parse(JSON.parse(String(record?.value)));
    expect(request).toMatchObject({ request: kind, ...trento, telemetry_type: 'host_telemetry' });
    expect(request.receipt).toBe(receiptOf(body.id));
    expect(Date.parse(request.received_at)).toBeGreaterThan(Date.now() - 60_000);
    expect(json(record)).not.toContain(body.id);
    expect(String(record?.value)).not.toContain(body.id);
  });

  it('takes all telemetry types where none is named, and says so nowhere', async () => {
    expect((await post(path, json(trento))).status).toBe(202);
    const [record] = gateway.publisher.published;
    expect(Object.keys(record?.headers ?? {})).not.toContain('telemetry_type');
    expect(JSON.parse(String(record?.value))).not.toHaveProperty('telemetry_type');
  });

  it.each(['draft', 'expired'])('reaches what a definition took in before: %s', async (application) => {
    expect((await post(path, json({ ...trento, application }))).status).toBe(202);
  });

  it('is another request each time', async () => {
    const ids = await Promise.all([1, 2].map(async () => (await bodyOf(await post(path, json(trento)))).id));
    expect(new Set(ids).size).toBe(2);
  });

  it('answers 503 where the log does not take it', async () => {
    const own = await startTestGateway();
    own.publisher.failWith('timed_out');
    const answer = await fetch(own.url.replace('/v1/telemetry', path), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: json(trento),
    });
    await own.server.stop();
    expect([answer.status, answer.headers.get('retry-after')]).toStrictEqual([503, expect.stringMatching(/^[12]$/)]);
    expect(await answer.json()).toMatchObject({ code: 'delivery_timed_out' });
  });

  it('is POST only', async () => {
    const answer = await fetch(gateway.url.replace('/v1/telemetry', path));
    expect([answer.status, answer.headers.get('allow')]).toStrictEqual([405, 'POST']);
  });

  const gzip = { 'Content-Encoding': 'gzip' };
  const of = (given: object) => json({ ...trento, ...given });
  it.each<[string, Body, Record<string, string>, number, string, string]>([
    ['no body', '', {}, 400, 'malformed_json', ''],
    ['half a body', `{"application":"${SENTINEL}`, {}, 400, 'malformed_json', ''],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), {}, 400, 'malformed_json', ''],
    ['an open end of 2,000 levels', '['.repeat(2000), {}, 400, 'malformed_json', ''],
    ['text as gzip', SENTINEL, gzip, 400, 'malformed_encoding', ''],
    ['4 KiB and a byte', of({}).padEnd(4097, ' '), {}, 413, 'body_too_large', ''],
    ['a mebibyte', json(SENTINEL.repeat(80_000)), {}, 413, 'body_too_large', ''],
    ['a gzip bomb', new Uint8Array(gzipSync(Buffer.alloc(50_000_000))), gzip, 413, 'body_too_large', ''],
    ['another type', json(trento), { 'Content-Type': 'text/plain' }, 415, 'unsupported_media_type', ''],
    ['another encoding', json(trento), { 'Content-Encoding': SENTINEL }, 415, 'unsupported_content_encoding', ''],
    ['null', 'null', {}, 422, 'invalid_request', ''],
    ['a text', json(SENTINEL), {}, 422, 'invalid_request', ''],
    ['an array', json([trento]), {}, 422, 'invalid_request', ''],
    ['an empty array', '[]', {}, 422, 'invalid_request', ''],
    ['no application', json({ system_id: SENTINEL }), {}, 422, 'invalid_request', '/application'],
    ['an application of the wrong type', of({ application: [SENTINEL] }), {}, 422, 'invalid_request', '/application'],
    ['no system id', json({ application: 'trento' }), {}, 422, 'invalid_request', '/system_id'],
    ['a system id of the wrong type', of({ system_id: 7 }), {}, 422, 'invalid_request', '/system_id'],
    ['a list of system ids', of({ system_id: [SENTINEL] }), {}, 422, 'invalid_request', '/system_id'],
    ['a system id with spaces', of({ system_id: `${SENTINEL} *` }), {}, 422, 'invalid_request', '/system_id'],
    ['a system id too long', of({ system_id: 'x'.repeat(129) }), {}, 422, 'invalid_request', '/system_id'],
    ['null for a type', of({ telemetry_type: null }), {}, 422, 'invalid_request', '/telemetry_type'],
    ['every type', of({ telemetry_type: '*' }), {}, 422, 'invalid_request', '/telemetry_type'],
    ['a member too much', of({ [SENTINEL]: 1 }), {}, 422, 'invalid_request', ''],
    ['an id of its own', of({ id: SENTINEL }), {}, 422, 'invalid_request', ''],
    ['__proto__', of({}).replace('{', '{"__proto__":{"application":"trento"},'), {}, 422, 'invalid_request', ''],
    ['an unknown application', of({ application: SENTINEL }), {}, 422, 'not_registered', '/application'],
    ['a name of JavaScript', of({ application: 'constructor' }), {}, 422, 'not_registered', '/application'],
    ['an unknown type', of({ telemetry_type: SENTINEL }), {}, 422, 'not_registered', '/telemetry_type'],
    ['the type of another', of({ telemetry_type: 'status' }), {}, 422, 'not_registered', '/telemetry_type'],
  ])('refuses %s', async (_, body, headers, status, code, pointer) => {
    const answer = await post(path, body, headers);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ type: 'about:blank', status, code, pointer });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(text).not.toContain(SENTINEL);
    expect(gateway.publisher.published).toStrictEqual([]);
  });
});

it('answers the same for a system that has reported and one that has not', async () => {
  const report = { application: 'pulp', telemetry_type: 'status', time: new Date().toISOString() };
  const payload = { system_id: 'known', version: '3.21.0' };
  expect((await gateway.post(json({ ...report, payload }))).status).toBe(202);
  const answers = await Promise.all(
    ['known', 'never-heard-of'].map(async (system_id) => {
      const answer = await post('/v1/erasures', json({ application: 'pulp', system_id }));
      const headers = Object.fromEntries(answer.headers);
      return { status: answer.status, headers: { ...headers, date: '' }, body: { ...(await bodyOf(answer)), id: '' } };
    }),
  );
  expect(answers[0]).toStrictEqual(answers[1]);
});

it('counts what was accepted', async () => {
  expect((await post('/v1/exports', json(trento))).status).toBe(202);
  expect(await gateway.runtime.registry.metrics()).toMatch(
    /^heliograph_privacy_requests_total\{request="export"\} \d+$/m,
  );
});
