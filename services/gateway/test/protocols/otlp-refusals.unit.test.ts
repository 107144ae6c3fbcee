import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logs, nanos, PROTOBUF, read, record, startOtlpGateway } from './otlp.ts';
import { bytes, fixed64 } from './wire.ts';

let gateway: Awaited<ReturnType<typeof startOtlpGateway>>;
beforeEach(async () => {
  gateway = await startOtlpGateway();
});
afterEach(() => gateway.server.stop());
const post: (typeof gateway)['post'] = (...request) => gateway.post(...request);
const raw = () => gateway.raw();

describe('refusals', () => {
  it('are of the request’s encoding, with the codes of gRPC', async () => {
    expect(await read(await post('logs', '{'))).toEqual([
      400,
      'application/json',
      '{"code":3,"message":"invalid_signal: The body is no export request of OpenTelemetry for this path."}',
    ]);
    const [status, type, body] = await read(await post('logs', logs(record).slice(0, -1)));
    expect([status, type]).toEqual([400, PROTOBUF]);
    expect((body as number[]).slice(0, 3)).toEqual([8, 3, 18]);
    gateway.publisher.failWith('unavailable');
    const away = await post('logs', logs(record));
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^[12]$/)]);
    expect((await read(away))[2]).toEqual(expect.arrayContaining([8, 14]));
  });

  it('say that traces are not taken', async () => {
    for (const body of ['{}', bytes(1, [])]) expect((await read(await post('traces', body)))[0]).toBe(404);
    expect(JSON.parse(String((await read(await post('traces', '{}')))[2]))).toEqual({
      code: 12,
      message: 'traces_not_taken: Traces are not taken; send metrics or logs.',
    });
  });

  it.each<[string, string | readonly number[], number]>([
    ['another media type', 'x', 415],
    ['no object', '[]', 400],
    ['not UTF-8', [0x7b, 0xff, 0x7d], 400],
    ['a million empty records', bytes(1, bytes(2, Array(500_000).fill([18, 0]).flat())), 413],
    ['too many records of JSON', `{"resourceLogs":[{"scopeLogs":[{"logRecords":[${'{},'.repeat(100_000)}{}]}]}]}`, 413],
    ['more records than are taken', logs(...Array(1001).fill([])), 413],
    [
      'a packed field without an end',
      bytes(1, bytes(2, bytes(2, bytes(9, bytes(1, [50, 255, 255, 255, 255, 15]))))),
      400,
    ],
    [
      'deep nesting in JSON',
      `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${'{"arrayValue":{"values":['.repeat(5000)}${']}}'.repeat(5000)}}]}]}]}`,
      400,
    ],
    ['a group', [11, 12], 400],
    ['another tag', [7], 400],
    ['oversized', `"${'x'.repeat(1_048_576)}"`, 413],
  ])('are for the whole request and store nothing: %s', async (what, body, status) => {
    const type = what === 'another media type' ? { 'Content-Type': 'text/plain' } : {};
    const before = process.memoryUsage().heapUsed;
    expect((await post(what.startsWith('a packed') ? 'metrics' : 'logs', body, type)).status).toBe(status);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(300 * 1024 * 1024);
    expect(gateway.publisher.published).toEqual([]);
  });

  it('are for values that are nested too deep, one by one', async () => {
    const nested = (depth: number): number[] => (depth === 0 ? bytes(1, 'x') : bytes(5, bytes(1, nested(depth - 1))));
    const deep = [...fixed64(1, nanos), ...bytes(12, 'acme.started'), ...bytes(5, nested(34))];
    expect(String(Buffer.from((await read(await post('logs', logs(record, deep))))[2] as number[]))).toContain(
      'too_deep',
    );
    expect(raw()).toHaveLength(1);
    expect((await post('logs', logs([...bytes(5, nested(1000))]))).status).toBe(400);
  });
});
