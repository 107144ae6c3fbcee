import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nanos, PROTOBUF, read, startOtlpGateway } from './otlp.ts';
import { bytes, double, fixed64, int, text } from './wire.ts';

let gateway: Awaited<ReturnType<typeof startOtlpGateway>>;
beforeEach(async () => {
  gateway = await startOtlpGateway();
});
afterEach(() => gateway.server.stop());
const post: (typeof gateway)['post'] = (...request) => gateway.post(...request);
const raw = () => gateway.raw();

describe('metrics', () => {
  const sum = bytes(
    2,
    bytes(1, 'jobs'),
    bytes(3, '1'),
    bytes(7, bytes(1, fixed64(3, nanos), fixed64(6, 42n)), int(2, 2), int(3, 1)),
  );
  const gauge = bytes(
    2,
    bytes(1, 'load'),
    bytes(5, bytes(1, fixed64(3, nanos), double(4, 0.25), text(7, 'cpu', '0')), bytes(1, fixed64(3, nanos), int(8, 1))),
  );
  const histogram = bytes(
    2,
    bytes(1, 'size'),
    bytes(
      9,
      bytes(
        1,
        fixed64(3, nanos),
        fixed64(4, 3n),
        double(5, 6),
        bytes(6, fixed64(0, 1n).slice(1), fixed64(0, 2n).slice(1)),
        bytes(7, double(0, 5).slice(1)),
        double(11, 1),
        double(12, 4),
      ),
      int(2, 1),
    ),
  );
  const exponential = bytes(
    2,
    bytes(1, 'wait'),
    bytes(
      10,
      bytes(1, fixed64(3, nanos), fixed64(4, 2n), int(6, 3), fixed64(7, 0n), bytes(8, int(1, 1), bytes(2, [1, 1]))),
    ),
  );
  const summary = bytes(
    2,
    bytes(1, 'old'),
    bytes(11, bytes(1, fixed64(3, nanos), fixed64(4, 2n), double(5, 3), bytes(6, double(1, 0.5), double(2, 1.5)))),
  );
  const metrics = (service: string, ...own: readonly (readonly number[])[]) =>
    bytes(1, bytes(1, text(1, 'service.name', service), text(1, 'app.installation.id', 'system-1')), bytes(2, ...own));

  it('become a record for each data point, whatever their kind', async () => {
    expect(await read(await post('metrics', metrics('points', sum, gauge, histogram, exponential, summary)))).toEqual([
      200,
      PROTOBUF,
      [],
    ]);
    const payloads = raw().map(({ payload }) => payload as Record<string, unknown>);
    expect(payloads).toMatchObject([
      { name: 'jobs', unit: '1', kind: 'sum', temporality: 'cumulative', monotonic: true, value: 42, attributes: {} },
      { name: 'load', kind: 'gauge', value: 0.25, attributes: { cpu: '0' } },
      {
        name: 'size',
        kind: 'histogram',
        temporality: 'delta',
        count: 3,
        sum: 6,
        min: 1,
        max: 4,
        bucket_counts: [1, 2],
        explicit_bounds: [5],
      },
      {
        name: 'wait',
        kind: 'exponential_histogram',
        count: 2,
        scale: -2,
        zero_count: 0,
        positive: { offset: -1, bucket_counts: [1, 1] },
      },
      { name: 'old', kind: 'summary', count: 2, sum: 3, quantiles: [{ quantile: 0.5, value: 1.5 }] },
    ]);
  });

  it('become one record of a resource where its definition says so', async () => {
    await post(
      'metrics',
      metrics(
        'acme-server',
        sum,
        gauge,
        bytes(2, bytes(1, 'big'), bytes(5, bytes(1, fixed64(3, nanos), fixed64(6, -9_007_199_254_740_993n)))),
      ),
    );
    expect(raw()).toMatchObject([
      {
        application: 'acme',
        system_id: 'system-1',
        payload: { values: { jobs: 42, big: '-9007199254740993' }, points: { load: [{ value: 0.25 }] } },
      },
    ]);
  });

  it('count data points in a partial success, be they one record or many', async () => {
    const anonymous = bytes(1, bytes(1, text(1, 'service.name', 'acme-server')), bytes(2, sum, gauge));
    const [, , body] = await read(await post('metrics', anonymous));
    expect(Buffer.from(body as number[]).toString()).toContain('missing_system_id');
    expect((body as number[]).slice(3, 5)).toEqual([2, 18]);
    const nan = bytes(2, bytes(1, 'load'), bytes(5, bytes(1, fixed64(3, nanos), double(4, Number.NaN))));
    expect(String((await read(await post('metrics', metrics('points', nan))))[2])).not.toBe('');
    expect(gateway.publisher.published).toEqual([]);
  });
});
