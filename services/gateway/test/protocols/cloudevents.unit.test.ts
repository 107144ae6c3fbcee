import { createRegister, RawRecord } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway } from '../running-gateway.ts';

const register = createRegister([
  aDefinition(),
  aDefinition({
    application: 'acme',
    receive: { cloudevents: [{ type: 'com.acme.started' }, { type: 'com.acme.used', source: '/eu/' }] },
  }),
]);

let gateway: Awaited<ReturnType<typeof startTestGateway>>;
beforeEach(async () => {
  gateway = await startTestGateway({}, register);
});
afterEach(() => gateway.server.stop());

const post = (body: string, headers: Record<string, string>, method = 'POST') =>
  fetch(new URL('/v1/events', gateway.url), { method, headers, ...(method === 'POST' ? { body } : {}) });
const raw = () => gateway.publisher.published.map(({ value }) => RawRecord.parse(JSON.parse(String(value))));
const STRUCTURED = { 'Content-Type': 'application/cloudevents+json; charset=utf-8' };
const BATCH = { 'Content-Type': 'Application/CloudEvents-Batch+JSON;charset=UTF-8' };
const event = (given: object = {}) => ({
  specversion: '1.0',
  id: 'A234-1234-1234',
  source: '/eu/one',
  type: 'com.acme.started',
  data: { id: 'a', version: '1.2.3' },
  ...given,
});
const structured = (given: object = {}) => post(JSON.stringify(event(given)), STRUCTURED);
const codeOf = async (answer: Response) => {
  const { code, pointer, results } = (await answer.json()) as Record<string, unknown>;
  return [
    answer.status,
    code,
    pointer,
    ...((results as { error?: { code: string; pointer: string } }[]) ?? []).map(
      ({ error }) => error && `${error.code} ${error.pointer}`,
    ),
  ];
};

describe('an event', () => {
  it('is taken in structured mode, of a type that a definition names', async () => {
    const time = new Date().toISOString();
    const answer = await structured({ time, subject: 'x', comacmeextension: 7, datacontenttype: 'application/json' });
    expect([answer.status, await answer.json()]).toMatchObject([
      202,
      { results: [{ status: 'accepted', records: 1 }] },
    ]);
    expect(raw()).toMatchObject([
      { application: 'acme', telemetry_type: 'status', system_id: 'a', time, payload: { id: 'a', version: '1.2.3' } },
    ]);
  });

  it('is taken in binary mode, its attributes as the binding encodes them', async () => {
    const headers = {
      'Content-Type': 'application/vnd.acme+json',
      'ce-specversion': '1.0',
      'ce-id': '%C3%84%20%22',
      'ce-source': '"/eu/\\"one"',
      'ce-type': 'com.acme.used',
      'ce-time': '2026-11-30T10:00:00+01:00',
      'ce-subject': '100%',
    };
    expect((await post('{"id":"b"}', headers)).status).toBe(202);
    expect(raw()).toMatchObject([{ application: 'acme', system_id: 'b', time: '2026-11-30T10:00:00+01:00' }]);
    await structured({ id: 'Ä "', source: '/eu/"one', type: 'com.acme.used', data: { id: 'b' } });
    expect(raw()[0]?.id).toBe(raw()[1]?.id);
  });

  it('is the same when source and id are, and another otherwise', async () => {
    for (const given of [{}, {}, { id: 'other' }, { source: '/eu/two' }, { type: 'example.status' }])
      await structured(given);
    expect(new Set(raw().map(({ id }) => id)).size).toBe(4);
  });

  it('is of the type that is named as a definition is, without more', async () => {
    expect((await structured({ type: 'example.status' })).status).toBe(202);
    expect(raw()).toMatchObject([{ application: 'example', telemetry_type: 'status' }]);
    expect(await codeOf(await structured({ type: 'com.acme.used', source: '/us/one' }))).toEqual([
      422,
      'none_accepted',
      '',
      'unknown_telemetry_type /type',
    ]);
  });

  it('may have its data in base64', async () => {
    const { data: _, ...rest } = event();
    const encoded = { ...rest, data_base64: Buffer.from('{"id":"c"}').toString('base64') };
    expect((await post(JSON.stringify(encoded), STRUCTURED)).status).toBe(202);
    expect(raw()[0]?.system_id).toBe('c');
    expect(await codeOf(await post(JSON.stringify({ ...rest, data_base64: 'bm8gSlNPTg==' }), STRUCTURED))).toEqual([
      422,
      'none_accepted',
      '',
      'invalid_payload /data',
    ]);
  });

  it.each<[string, object, string]>([
    ['another version', { specversion: '0.3' }, '/specversion'],
    ['no id', { id: '' }, '/id'],
    ['no source', { source: undefined }, '/source'],
    ['a type that is no text', { type: 7 }, '/type'],
    ['data twice', { data_base64: '' }, '/data_base64'],
  ])('is refused with 400 if it has %s', async (_, given, pointer) => {
    expect(await codeOf(await structured(given))).toEqual([400, 'invalid_cloudevent', pointer]);
    expect(gateway.publisher.published).toEqual([]);
  });

  it('is rejected for its time and its data as every report is', async () => {
    expect(await codeOf(await structured({ time: 'garbage' }))).toEqual([
      422,
      'none_accepted',
      '',
      'invalid_time /time',
    ]);
    expect(await codeOf(await structured({ data: 'text', datacontenttype: 'text/plain' }))).toEqual([
      422,
      'none_accepted',
      '',
      'invalid_payload /data',
    ]);
    expect(await codeOf(await structured({ data: { id: 'a b' } }))).toEqual([
      422,
      'none_accepted',
      '',
      'invalid_system_id /data/id',
    ]);
  });
});

describe('a batch', () => {
  it('is taken event by event', async () => {
    const body = [event(), event({ id: 'b', specversion: '2' }), 7, event({ id: 'c', type: 'nobody' })];
    const answer = await post(JSON.stringify(body), BATCH);
    expect(await codeOf(answer)).toEqual([
      207,
      undefined,
      undefined,
      undefined,
      'invalid_event /1/specversion',
      'invalid_event /2',
      'unknown_telemetry_type /3/type',
    ]);
    expect(raw()).toHaveLength(1);
  });

  it('may be empty, and not too large', async () => {
    const empty = await post('[]', BATCH);
    expect([empty.status, await empty.json()]).toEqual([202, { results: [] }]);
    expect(await codeOf(await post(`[${'{},'.repeat(500)}{}]`, BATCH))).toEqual([413, 'too_many_envelopes', '']);
    expect(await codeOf(await post('{}', BATCH))).toEqual([400, 'invalid_cloudevent', '']);
  });
});

describe('what is no event', () => {
  const ce = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/', 'ce-type': 'example.status' };
  it.each<[string, string, Record<string, string>, unknown[]]>([
    ['truncated, structured', '{"specversion":"1.0"', STRUCTURED, [400, 'malformed_json', '']],
    ['truncated, binary', '{"id"', { 'Content-Type': 'application/json', ...ce }, [400, 'malformed_json', '']],
    ['truncated, batch', '[{', BATCH, [400, 'malformed_json', '']],
    ['no object', '[]', STRUCTURED, [400, 'invalid_cloudevent', '']],
    [
      'without attributes',
      '{"id":"a"}',
      { 'Content-Type': 'application/json' },
      [400, 'invalid_cloudevent', '/specversion'],
    ],
    [
      'without data',
      '',
      { 'Content-Type': 'application/json', ...ce },
      [422, 'none_accepted', '', 'invalid_payload /data'],
    ],
    [
      'in another format',
      '<x/>',
      { 'Content-Type': 'application/cloudevents+xml' },
      [415, 'unsupported_media_type', ''],
    ],
    ['too large', `"${'x'.repeat(1_048_576)}"`, STRUCTURED, [413, 'body_too_large', '']],
    [
      'deeply nested',
      `{"specversion":"1.0","id":"1","source":"/","type":"example.status","data":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      STRUCTURED,
      [422, 'none_accepted', '', expect.stringMatching(/^too_deep \/data/)],
    ],
  ])('is refused: %s', async (_, body, headers, expected) => {
    expect(await codeOf(await post(body, headers))).toEqual(expected);
    expect(gateway.publisher.published).toEqual([]);
  });
});

describe('the handshake of senders', () => {
  it('allows the origin that asks, at the rate that it asks for', async () => {
    const asked = { 'WebHook-Request-Origin': 'eventgrid.example.net', 'WebHook-Request-Rate': '120' };
    const answer = await post('', asked, 'OPTIONS');
    expect([answer.status, Object.fromEntries(answer.headers)]).toMatchObject([
      200,
      { allow: 'OPTIONS, POST', 'webhook-allowed-origin': 'eventgrid.example.net', 'webhook-allowed-rate': '120' },
    ]);
    const any = await post('', { 'WebHook-Request-Origin': 'a.example' }, 'OPTIONS');
    expect(any.headers.get('webhook-allowed-rate')).toBe('*');
    const plain = await post('', {}, 'OPTIONS');
    expect([plain.status, plain.headers.get('allow'), plain.headers.get('webhook-allowed-origin')]).toEqual([
      204,
      'OPTIONS, POST',
      null,
    ]);
  });
});
