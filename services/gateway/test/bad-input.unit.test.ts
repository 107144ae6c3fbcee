import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aHost, aPulpReport, aTrentoReport } from './reports.ts';
import { startTestGateway } from './running-gateway.ts';

/** Stands in every bad report, and must come back in no answer and reach no topic. */
const SENTINEL = 'jane.doe-7f3a';
const MIB = 1_048_576;

let gateway: Awaited<ReturnType<typeof startTestGateway>>;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.server.stop());
beforeEach(() => gateway.publisher.forget());

const json = JSON.stringify;
const pulp = (payload: object, given: object = {}) =>
  json(aPulpReport({ payload: { note: SENTINEL, ...payload }, ...given }));
const systemId = { system_id: '94a8a3a0-6c1e-4b8f-9d4e-0e2a4e3b9f10' };
/** A Pulp report whose payload has one more member, written as it stands. */
const withMember = (member: string) => pulp({ ...systemId, x: 0 }).replace('"x":0', member);
const nested = (levels: number) => `"version":${'['.repeat(levels)}${']'.repeat(levels)}`;
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));
const padded = (size: number) => withMember(`"x":"${'y'.repeat(size - withMember('"x":""').length)}"`);

/** The 33rd level, under the envelope, its payload and a member. */
const DEEPEST = `/payload/version${'/0'.repeat(30)}`;

type Body = string | Uint8Array<ArrayBuffer>;

async function expectRefusal(body: Body, headers: Record<string, string>, status: number, code: string) {
  const answer = await gateway.post(body, headers);
  const text = await answer.text();
  expect([answer.status, JSON.parse(text).code]).toStrictEqual([status, code]);
  expect(JSON.parse(text)).toMatchObject({ status, pointer: '', type: 'about:blank' });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(text).not.toContain(SENTINEL);
  expect(gateway.publisher.published).toStrictEqual([]);
}

describe('a bad request', () => {
  const gzip = { 'Content-Encoding': 'gzip' };
  it.each<[string, Body, Record<string, string>, number, string]>([
    ['no body', '', {}, 400, 'malformed_json'],
    ['half a body', `{"application":"${SENTINEL}`, {}, 400, 'malformed_json'],
    ['text', SENTINEL, {}, 400, 'malformed_json'],
    ['a comment', `{} // ${SENTINEL}`, {}, 400, 'malformed_json'],
    ['NaN', withMember('"x":NaN'), {}, 400, 'malformed_json'],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22]), {}, 400, 'malformed_json'],
    ['an open end of 200,000 levels', '['.repeat(200_000), {}, 400, 'malformed_json'],
    ['plain text as gzip', bytesOf(SENTINEL), gzip, 400, 'malformed_encoding'],
    ['half a gzip', new Uint8Array(gzipSync(pulp(systemId)).subarray(0, 50)), gzip, 400, 'malformed_encoding'],
    ['gzip as deflate', new Uint8Array(gzipSync('{}')), { 'Content-Encoding': 'deflate' }, 400, 'malformed_encoding'],
    [
      'deflate that inflates to text',
      new Uint8Array(deflateSync(SENTINEL)),
      { 'Content-Encoding': 'deflate' },
      400,
      'malformed_json',
    ],
    ['1 MiB and a byte', padded(MIB + 1), {}, 413, 'body_too_large'],
    ['1 MiB and a byte, compressed', new Uint8Array(gzipSync(padded(MIB + 1))), gzip, 413, 'body_too_large'],
    ['a gzip bomb of 100 MiB', new Uint8Array(gzipSync(Buffer.alloc(100 * MIB))), gzip, 413, 'body_too_large'],
    ['501 envelopes', json(Array(501).fill({ application: SENTINEL })), {}, 413, 'too_many_envelopes'],
    [
      '10,001 hosts',
      json(aTrentoReport({ payload: Array(10_001).fill({ a: SENTINEL }) })),
      {},
      413,
      'too_many_records',
    ],
    ['text/plain', pulp(systemId), { 'Content-Type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['another JSON', pulp(systemId), { 'Content-Type': 'application/json-seq' }, 415, 'unsupported_media_type'],
    ['a form', SENTINEL, { 'Content-Type': 'application/x-www-form-urlencoded' }, 415, 'unsupported_media_type'],
    ['Brotli', pulp(systemId), { 'Content-Encoding': 'br' }, 415, 'unsupported_content_encoding'],
    ['two encodings', pulp(systemId), { 'Content-Encoding': 'gzip, gzip' }, 415, 'unsupported_content_encoding'],
    ['an encoding made up', pulp(systemId), { 'Content-Encoding': SENTINEL }, 415, 'unsupported_content_encoding'],
    ['an empty array', '[]', {}, 422, 'no_envelopes'],
  ])('%s', (_, body, headers, status, code) => expectRefusal(body, headers, status, code));

  it('is refused by its Content-Type when it says none', async () => {
    const answer = await fetch(gateway.url, { method: 'POST', body: bytesOf(pulp(systemId)) });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ code: 'unsupported_media_type' });
  });
});

describe('a bad envelope', () => {
  const badHost = aHost({ agent_id: { name: SENTINEL } });
  it.each<[string, string, string, string]>([
    ['a number', '5', 'invalid_envelope', ''],
    ['a text', json(SENTINEL), 'invalid_envelope', ''],
    ['null in an array', '[null]', 'invalid_envelope', '/0'],
    ['no application', json({ payload: SENTINEL }), 'invalid_envelope', '/application'],
    [
      'an application of the wrong type',
      pulp(systemId, { application: [SENTINEL] }),
      'invalid_envelope',
      '/application',
    ],
    ['an unknown application', pulp(systemId, { application: SENTINEL }), 'unknown_application', '/application'],
    [
      'an application called like a method',
      pulp(systemId, { application: 'constructor' }),
      'unknown_application',
      '/application',
    ],
    ['an unknown type', pulp(systemId, { telemetry_type: SENTINEL }), 'unknown_telemetry_type', '/telemetry_type'],
    ['a draft', pulp(systemId, { application: 'draft' }), 'definition_not_approved', '/telemetry_type'],
    ['an expired definition', pulp(systemId, { application: 'expired' }), 'definition_expired', '/telemetry_type'],
    ['an id that is no UUID', pulp(systemId, { id: SENTINEL }), 'invalid_envelope', '/id'],
    ['a time that is none', pulp(systemId, { time: SENTINEL }), 'invalid_time', '/time'],
    [
      'a time of a host that is none',
      json(aTrentoReport({ payload: [aHost({ time: SENTINEL })] })),
      'invalid_time',
      '/payload/0/time',
    ],
    ['no system id', pulp({}), 'missing_system_id', '/payload/system_id'],
    ['a system id of the wrong type', pulp({ system_id: [SENTINEL] }), 'invalid_system_id', '/payload/system_id'],
    ['a system id with spaces', pulp({ system_id: `${SENTINEL} and son` }), 'invalid_system_id', '/payload/system_id'],
    [
      'a bad host among good ones',
      json(aTrentoReport({ payload: [aHost(), badHost] })),
      'invalid_system_id',
      '/payload/1/agent_id',
    ],
    ['a text for a host', json([aTrentoReport({ payload: [aHost(), SENTINEL] })]), 'invalid_payload', '/0/payload/1'],
    ['an object for hosts', json(aTrentoReport({ payload: { agent_id: SENTINEL } })), 'invalid_payload', '/payload'],
    ['no hosts', json(aTrentoReport({ payload: [], note: SENTINEL })), 'empty_payload', '/payload'],
    ['100,000 levels, all closed', withMember(nested(100_000)), 'too_deep', DEEPEST],
    [
      '100,000 levels of objects',
      withMember(`${'"x":{'.repeat(100_000)}${'}'.repeat(100_000)}`),
      'too_deep',
      '/payload',
    ],
    ['31 levels under two', withMember(nested(31)), 'too_deep', DEEPEST],
    [
      '__proto__ in the payload',
      withMember(`"__proto__":{"system_id":"${SENTINEL}"}`),
      'forbidden_key',
      '/payload/__proto__',
    ],
    ['__proto__ of the envelope', pulp(systemId).replace('{', '{"__proto__":{},'), 'forbidden_key', '/__proto__'],
    ['__proto__ in disguise', withMember(String.raw`"_\u005fproto__":1`), 'forbidden_key', '/payload/__proto__'],
    [
      'a number without an end',
      withMember('"postgresql_version":1e999'),
      'number_out_of_range',
      '/payload/postgresql_version',
    ],
    [
      'a number without an end under a name of the sender',
      withMember(`"${SENTINEL}":[-1e999]`),
      'number_out_of_range',
      '/payload',
    ],
    ['a megabyte in one record', padded(MIB), 'record_too_large', '/payload'],
  ])('%s', async (_, body, code, pointer) => {
    const answer = await gateway.post(body);
    const text = await answer.text();
    const { results, ...problem } = JSON.parse(text);
    expect([answer.status, problem.code]).toStrictEqual([422, 'none_accepted']);
    expect(results).toMatchObject([{ status: 'rejected', error: { code, pointer } }]);
    expect(text).not.toContain(SENTINEL);
    expect(gateway.publisher.published).toStrictEqual([]);
  });

  it('does not take the good ones with it', async () => {
    const id = '0198C6F0-5B1E-8C3A-9A51-0F6F6F2D9C11';
    const body = [aPulpReport({ id }), aPulpReport({ time: SENTINEL, id }), aTrentoReport()];
    const answer = await gateway.post(json(body));
    expect(answer.status).toBe(207);
    expect(await answer.json()).toMatchObject({
      results: [
        { id, status: 'accepted', records: 1 },
        { id, status: 'rejected', error: { code: 'invalid_time', pointer: '/1/time' } },
        { status: 'accepted', records: 1 },
      ],
    });
    expect(gateway.publisher.published).toHaveLength(2);
  });

  it('leaves the prototype of objects as it is', async () => {
    await gateway.post(withMember('"__proto__":{"polluted":true}'));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
