import { REJECTIONS } from '@heliograph/ingest';
import { createRegister } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { compileSamplePreview } from '../../packages/cli/src/definitions/sample-preview.ts';
import { startTestGateway } from '../../services/gateway/test/running-gateway.ts';

type Gateway = Awaited<ReturnType<typeof startTestGateway>>;
const gateways: Gateway[] = [];
afterEach(async () => {
  for (const { server } of gateways.splice(0)) await server.stop();
});

const MIB = 1_048_576;
const envelope = (given: object = {}) => ({
  application: 'example',
  telemetry_type: 'status',
  time: new Date().toISOString(),
  payload: { id: 'a' },
  ...given,
});
const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
const asText = (value: unknown) => JSON.stringify(value);
const list = { record: { each_element: true, system_id: '/id', time: '/at', late_window: '2d' } };

/** What the gateway says of a sample, and what the preview says: each as the code and pointer of all that is refused. */
async function bothSay(given: object, body: string): Promise<[gateway: string[], preview: string[]]> {
  const definition = aDefinition(given);
  const gateway = await startTestGateway({}, createRegister([definition], 'development'));
  gateways.push(gateway);
  const answer = await gateway.post(body);
  const { code, results = [] } = JSON.parse(await answer.text());
  const previewed = compileSamplePreview(definition)(Buffer.from(body), Date.now());
  const inPreview =
    previewed.refused === undefined ? errorsOf(previewed.reports.map(({ result }) => result)) : [previewed.refused];
  const records = previewed.refused === undefined ? previewed.reports.flatMap((report) => report.records) : [];
  expect(records).toHaveLength(gateway.publisher.published.length);
  return [results.length > 0 ? errorsOf(results) : [code], inPreview];
}

interface SomeResult {
  readonly status: string;
  readonly error?: { readonly code: string; readonly pointer: string; readonly detail: string };
}
const errorsOf = (results: readonly SomeResult[]) =>
  results.flatMap(({ error }) => (error === undefined ? [] : [`${error.code} ${error.pointer} ${error.detail}`]));

const REJECTED: [code: string, body: string, definition?: object][] = [
  ['invalid_envelope', asText([envelope(), 'text'])],
  ['too_deep', asText(envelope({ payload: { id: 'a', x: nested(40) } }))],
  ['forbidden_key', asText(envelope()).replace('"id"', '"__proto__":{},"id"')],
  ['number_out_of_range', asText(envelope()).replace('"id"', '"n":1e999,"id"')],
  ['invalid_envelope', asText(envelope({ schema_version: 0 }))],
  ['invalid_time', asText(envelope({ time: 'yesterday' }))],
  ['invalid_time', asText(envelope({ time: undefined }))],
  ['invalid_time', asText(envelope({ payload: [{ id: 'a', at: '2026-02-30T00:00:00Z' }] })), list],
  ['unknown_application', asText(envelope({ application: 'other' }))],
  ['unknown_telemetry_type', asText(envelope({ telemetry_type: 'other' }))],
  ['definition_not_approved', asText(envelope()), { status: 'retired' }],
  ['definition_expired', asText(envelope()), { expires: '2020-01-01' }],
  ['invalid_payload', asText(envelope({ payload: [{ id: 'a' }] }))],
  ['invalid_payload', asText(envelope()), list],
  ['empty_payload', asText(envelope({ payload: [] })), list],
  ['missing_system_id', asText(envelope({ payload: [{ id: 'a' }, {}] })), list],
  ['invalid_system_id', asText(envelope({ payload: { id: 'two words' } }))],
  ['record_too_large', asText(envelope({ payload: { id: 'a', x: 'y'.repeat(900_000) } }))],
];
const REFUSED: [code: string, body: string][] = [
  ['malformed_json', '{"application":'],
  ['body_too_large', asText(envelope()).padEnd(MIB + 1)],
  ['too_many_envelopes', asText(Array(501).fill(envelope()))],
  ['too_many_records', asText(envelope({ payload: Array(10_001).fill({ id: 'a' }) }))],
];

describe('definitions preview', () => {
  it.each(REJECTED)('says %s where the gateway does, at the same place', async (code, body, definition = {}) => {
    const [gateway, preview] = await bothSay(definition, body);
    expect(gateway).toEqual([expect.stringMatching(new RegExp(`^${code} `))]);
    expect(preview).toEqual(gateway);
  });

  it.each(REFUSED)('refuses a sample as a whole with %s where the gateway does', async (code, body) => {
    expect(await bothSay({}, body)).toEqual([[code], [code]]);
  });

  it('is compared for every rejection that an envelope can bring about by itself', () => {
    const compared = new Set([...REJECTED.map(([code]) => code), 'invalid_event', 'system_rate_limited']);
    expect([...compared].toSorted()).toEqual(Object.keys(REJECTIONS).toSorted());
  });

  it('takes what the gateway takes', async () => {
    const both = asText([envelope(), envelope({ id: 'not a uuid' }), envelope({ payload: { id: 'b' } })]);
    const [gateway, preview] = await bothSay({}, both);
    expect(gateway).toHaveLength(1);
    expect(preview).toEqual(gateway);
  });
});
