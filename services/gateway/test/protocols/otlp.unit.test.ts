import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logs, nanos, PROTOBUF, read, record, startOtlpGateway } from './otlp.ts';
import { bytes, fixed64, int, text } from './wire.ts';

let gateway: Awaited<ReturnType<typeof startOtlpGateway>>;
beforeEach(async () => {
  gateway = await startOtlpGateway();
});
afterEach(() => gateway.server.stop());
const post: (typeof gateway)['post'] = (...request) => gateway.post(...request);
const raw = () => gateway.raw();

describe('logs in protobuf', () => {
  it.each(['identity', 'gzip'])(
    'become records by definition, with nanoseconds and large integers: %s',
    async (coding) => {
      const body = Buffer.from(logs(record));
      const sent = coding === 'gzip' ? gzipSync(body) : body;
      expect(await read(await post('logs', sent, { 'Content-Encoding': coding }))).toEqual([200, PROTOBUF, []]);
      const { payload, ...envelope } = raw()[0] ?? expect.fail();
      expect(envelope).toMatchObject({ application: 'acme', system_id: 'system-1', clock_clamped: false });
      expect(envelope.time).toMatch(/\.\d{3}123456Z$/);
      expect(payload).toEqual({
        name: 'acme.started',
        time: envelope.time,
        severity_number: 9,
        body: 'hello',
        trace_id: 'ab'.repeat(16),
        attributes: {
          'acme.version': '1.2.3',
          big: '9007199254740993',
          negative: -5,
          list: [0.5, true],
          map: { k: 'v' },
          bytes: 'AQID',
        },
        scope: { name: 'scope', version: '', attributes: {} },
        resource: { 'service.name': 'acme', 'app.installation.id': 'system-1' },
      });
    },
  );

  it('are the same when they are sent again', async () => {
    await post('logs', logs(record));
    await post('logs', logs(record));
    await post('logs', gzipSync(Buffer.from(logs(record))), { 'Content-Encoding': 'gzip' });
    await post('logs', logs([...record, ...text(6, 'more', 'x')]));
    await post('logs', logs([], record, record));
    expect(raw()).toHaveLength(6);
    expect(new Set(raw().map(({ id }) => id)).size).toBe(4);
  });

  it('are rejected one by one, which the answer counts', async () => {
    const other = [...fixed64(1, nanos), ...bytes(12, 'another')];
    const answer = await post('logs', logs(record, other, other));
    const [status, type, body] = await read(answer);
    const message =
      'unknown_telemetry_type: The application has no definition of this telemetry type. (/resourceLogs/0/scopeLogs/0/logRecords/1)';
    expect([status, type, body]).toEqual([200, PROTOBUF, bytes(1, int(1, 2), bytes(2, message))]);
    expect(raw()).toHaveLength(1);
  });
});

describe('logs in JSON', () => {
  const json = (given: object, more = '') =>
    `{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"acme"}},{"key":"app.installation.id","value":{"stringValue":"system-1"}}]},"scopeLogs":[{"scope":{"name":"scope"},"logRecords":[${JSON.stringify(given)}${more}]}],"later":{}}]}`;
  const own = {
    timeUnixNano: String(nanos),
    severityNumber: 9,
    eventName: 'acme.started',
    body: { stringValue: 'hello' },
    traceId: 'AB'.repeat(16),
    attributes: [
      { key: 'acme.version', value: { stringValue: '1.2.3' } },
      { key: 'big', value: { intValue: '9007199254740993' } },
      { key: 'negative', value: { intValue: -5 } },
      { key: 'list', value: { arrayValue: { values: [{ doubleValue: 0.5 }, { boolValue: true }] } } },
      { key: 'map', value: { kvlistValue: { values: [{ key: 'k', value: { stringValue: 'v' } }] } } },
      { key: 'bytes', value: { bytesValue: 'AQID' } },
    ],
  };

  it('are the same records as in protobuf', async () => {
    expect(await read(await post('logs', json(own)))).toEqual([200, 'application/json', '{}']);
    await post('logs', json(own).replace('"9007199254740993"', '9007199254740993'));
    await post('logs', json(own).replace(`"${nanos}"`, String(nanos)));
    await post('logs', logs(record));
    expect(new Set(raw().map(({ payload }) => JSON.stringify(payload))).size).toBe(1);
  });

  it('say how many were rejected, as a text', async () => {
    const [status, , body] = await read(await post('logs', json(own, ',{"eventName":"nobody"}')));
    expect(status).toBe(200);
    expect(JSON.parse(String(body))).toEqual({
      partialSuccess: {
        rejectedLogRecords: '1',
        errorMessage: expect.stringContaining('/resourceLogs/0/scopeLogs/0/logRecords/1'),
      },
    });
  });

  it('with nothing known are answered with a warning, and with nothing at all without one', async () => {
    expect(await read(await post('logs', '{"resource_logs":[]}'))).toEqual([
      200,
      'application/json',
      '{"partialSuccess":{"rejectedLogRecords":"0","errorMessage":"no known member was found; names are in lowerCamelCase"}}',
    ]);
    for (const empty of ['{}', '{"resourceLogs":[]}', []])
      expect((await read(await post('logs', empty)))[2]).toEqual(typeof empty === 'string' ? '{}' : []);
  });

  it('have the kind that they are of', async () => {
    for (const wrong of [
      { timeUnixNano: 'noon' },
      { timeUnixNano: '18446744073709551616' },
      { eventName: 7 },
      { severityNumber: 'INFO' },
      { attributes: {} },
      { body: 'x' },
      { attributes: [7] },
    ])
      expect((await post('logs', json({ ...own, ...wrong }))).status, JSON.stringify(wrong)).toBe(400);
    expect(gateway.publisher.published).toEqual([]);
  });
});
