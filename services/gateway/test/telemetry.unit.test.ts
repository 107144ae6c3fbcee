import { deflateSync, gzipSync } from 'node:zlib';
import { RawRecord } from '@heliograph/schema';
import { eventually } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AGENT_ID, aHost, aPulpReport, aTrentoReport } from './reports.ts';
import { startTestGateway } from './running-gateway.ts';

let gateway: Awaited<ReturnType<typeof startTestGateway>>;
beforeEach(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.server.stop());

const json = JSON.stringify;
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('POST /v1/telemetry', () => {
  it('publishes a record for each system, by system id, and then answers 202', async () => {
    const report = aTrentoReport({ payload: [aHost(), aHost({ agent_id: 'host-2' })] });
    const answer = await gateway.post(json(report), { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` });
    expect(answer.status).toBe(202);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json',
    });
    for (const header of ['etag', 'x-powered-by']) expect(answer.headers.has(header)).toBe(false);
    expect(await answer.json()).toStrictEqual({
      results: [{ id: expect.stringMatching(UUID_V7), status: 'accepted', records: 2 }],
    });
    const { published } = gateway.publisher;
    expect(published.map(({ key }) => key)).toStrictEqual([AGENT_ID, 'host-2']);
    const [raw] = published.map(({ value }) => RawRecord.parse(JSON.parse(String(value))));
    expect(raw).toMatchObject({ system_id: AGENT_ID, time: report.time, payload: aHost(), clock_clamped: false });
    const { traceparent, ...headers } = published[0]?.headers ?? {};
    expect(headers).toStrictEqual({ application: 'trento', telemetry_type: 'host_telemetry' });
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(traceparent).not.toContain('aaaa');
  });

  it.each<[string, string, Record<string, string>]>([
    ['a charset', 'x', { 'Content-Type': 'application/json; charset=utf-8' }],
    ['other letters', 'x', { 'Content-Type': 'Application/JSON' }],
    ['identity', 'x', { 'Content-Encoding': 'identity' }],
  ])('takes a Content-Type or Content-Encoding with %s', async (_, note, headers) => {
    expect((await gateway.post(json(aPulpReport({ note })), headers)).status).toBe(202);
  });

  it('takes compressed bodies, and a byte order mark', async () => {
    const body = Buffer.from(json(aPulpReport()));
    const statusOf = async (bytes: Buffer, encoding: string) =>
      (await gateway.post(new Uint8Array(bytes), { 'Content-Encoding': encoding })).status;
    expect(await statusOf(gzipSync(body), 'gzip')).toBe(202);
    expect(await statusOf(deflateSync(body), 'Deflate')).toBe(202);
    expect(await statusOf(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]), 'identity')).toBe(202);
  });

  it('waits for the publisher', async () => {
    const release = gateway.publisher.hold();
    let answered = false;
    const answer = gateway.post(json(aPulpReport())).finally(() => {
      answered = true;
    });
    await eventually(async () => gateway.publisher.waiting === 1);
    expect(answered).toBe(false);
    release();
    expect((await answer).status).toBe(202);
  });

  it.each([
    ['overloaded', 'overloaded'],
    ['unavailable', 'kafka_unavailable'],
    ['timed_out', 'delivery_timed_out'],
    ['stopped', 'draining'],
  ] as const)('answers 503 where the publisher says %s', async (failure, code) => {
    gateway.publisher.failWith(failure);
    const answer = await gateway.post(json([aPulpReport(), aPulpReport({ time: 'noon' })]));
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^[12]$/);
    expect(await answer.json()).toMatchObject({ status: 503, code });
  });

  it('answers 500 to a fault of its own, and says nothing of it', async () => {
    gateway.publisher.failWith(new Error('secret'));
    const answer = await gateway.post(json(aPulpReport()));
    const text = await answer.text();
    expect([answer.status, JSON.parse(text).code]).toStrictEqual([500, 'internal_error']);
    expect(text).not.toContain('secret');
  });
});

describe('everything else', () => {
  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('is refused: %s', async (method) => {
    const answer = await fetch(gateway.url, { method });
    expect([answer.status, answer.headers.get('allow')]).toStrictEqual([405, 'POST']);
    expect(await answer.json()).toMatchObject({ code: 'method_not_allowed' });
  });

  it.each(['/v1', '/v2/telemetry', '/v1/telemetry/x', '/metrics', '/livez'])('is not there: %s', async (path) => {
    const answer = await fetch(new URL(path, gateway.url), { method: 'POST', body: json(aPulpReport()) });
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'not_found' }]);
  });

  it.each(['//v1/telemetry', '/v1//telemetry?a=//', '//v1///telemetry'])(
    'is taken for what it means: %s',
    async (path) => {
      const url = gateway.url.replace('/v1/telemetry', path);
      const headers = { 'Content-Type': 'application/json' };
      const answer = await fetch(url, { method: 'POST', headers, body: json(aPulpReport()), redirect: 'error' });
      expect(answer.status).toBe(202);
    },
  );
});

it('counts requests by status, and envelopes by what became of them', async () => {
  await gateway.post(json([aPulpReport(), aPulpReport({ time: 'noon' })]));
  await gateway.post('{');
  gateway.publisher.failWith('timed_out');
  await gateway.post(json(aPulpReport()));
  // A request is counted when its answer has gone, which its sender may know a moment earlier.
  const text = await eventually(async () => {
    const metrics = await gateway.runtime.registry.metrics();
    return metrics.includes('heliograph_http_request_duration_seconds_count 3') && metrics;
  });
  for (const line of [
    'heliograph_http_requests_total{status="207"} 1',
    'heliograph_http_requests_total{status="400"} 1',
    'heliograph_http_requests_total{status="503"} 1',
    'heliograph_reports_total{result="accepted",code=""} 1',
    'heliograph_reports_total{result="rejected",code="invalid_time"} 1',
    'heliograph_reports_total{result="deferred",code=""} 1',
    'heliograph_in_flight_bytes 0',
  ])
    expect(text.split('\n')).toContain(line);
});
