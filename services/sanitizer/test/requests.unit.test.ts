import { createRegister, RawRequest, REQUEST_HEADER } from '@heliograph/schema';
import { aDefinition, anInput, aRawRecord, aSystemRequest, readablePseudonyms } from '@heliograph/testkit';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../src/handler.ts';
import { createRemovalCounts } from '../src/removal-counts.prometheus.ts';
import { toSystemRequest } from '../src/requests.ts';

const keyedHash = (application: string, value: string) => `hash of ${application} ${value}`;
const pseudonyms = readablePseudonyms(keyedHash);
const hashes = aDefinition();
const keeps = aDefinition({
  telemetry_type: 'other',
  record: { system_id: '/id', late_window: '2d', system_key: 'keep' },
  fields: { '/id': { type: 'string', sanitise: 'keep' }, '/version': { type: 'version' } },
  influx: { measurement: 'other', tags: ['/id'], fields: ['/version'] },
});

function aRawRequest(given: object = {}): RawRequest {
  const { system_keys: _, ...request } = aSystemRequest({ application: 'example' });
  return RawRequest.parse({ ...request, system_id: 'id-1', ...given });
}

describe('a request on its way', () => {
  it('has the hash for an id', () => {
    const { system_id, ...request } = aRawRequest();
    const passed = toSystemRequest({ system_id, ...request }, createRegister([hashes]), pseudonyms);
    expect(passed).toStrictEqual({ ...request, system_keys: ['hash of example id-1'] });
  });

  it.each([
    ['of all types', {}],
    ['of the type that keeps it', { telemetry_type: 'other' }],
    // What is looked for by a key that it does not have is not found; what is not looked for stays.
    ['of another type', { telemetry_type: 'status' }],
  ])('has the id too where a definition of the application keeps it: %s', (_, given) => {
    const passed = toSystemRequest(aRawRequest(given), createRegister([hashes, keeps]), pseudonyms);
    expect(passed?.system_keys).toStrictEqual(['hash of example id-1', 'id-1']);
  });

  it('asks definitions of any status', () => {
    const retired = createRegister([{ ...keeps, status: 'retired', expires: '2020-01-01' }]);
    expect(toSystemRequest(aRawRequest(), retired, pseudonyms)?.system_keys).toContain('id-1');
  });

  it('does not show the id to another application that hashes it', () => {
    const register = createRegister([hashes, { ...keeps, application: 'keeping' }]);
    expect(toSystemRequest(aRawRequest(), register, pseudonyms)?.system_keys).toStrictEqual(['hash of example id-1']);
  });
});

describe('the sanitizer', () => {
  const handler = createHandler(createRegister([hashes]), pseudonyms, createRemovalCounts(new Registry()));
  const headers = { [REQUEST_HEADER]: 'erasure' };

  it('passes requests and reports on in their order', async () => {
    const report = aRawRecord({ application: 'example', telemetry_type: 'status', payload: { id: 'id-1' } });
    const request = anInput(aRawRequest(), { headers });
    const { outcomes } = await handler.decide([anInput(report), request, anInput(report)]);
    expect(outcomes).toMatchObject([
      { kind: 'ok', emissions: [{ topic: 'sanitized', value: { id: report.id } }] },
      { kind: 'ok', emissions: [{ topic: 'sanitized', key: 'hash of example id-1', value: { request: 'erasure' } }] },
      { kind: 'ok', emissions: [{ topic: 'sanitized', value: { id: report.id } }] },
    ]);
    expect(JSON.stringify(outcomes[1])).not.toContain('system_id');
  });

  it.each([
    ['not_json', anInput(Buffer.from('{'), { headers })],
    ['invalid_envelope', anInput({ ...aRawRequest(), receipt: 'short' }, { headers })],
    ['invalid_envelope', anInput({ ...aRawRequest(), request: 'rectification' }, { headers })],
    ['invalid_envelope', anInput(aRawRecord(), { headers })],
    // Without the header it is taken for telemetry, which it is not.
    ['invalid_envelope', anInput(aRawRequest())],
    ['unknown_definition', anInput(aRawRequest({ application: 'gone' }), { headers })],
  ])('makes a dead letter of what is no request: %s', async (reason, record) => {
    expect((await handler.decide([record])).outcomes).toMatchObject([{ kind: 'dead', reason }]);
  });
});
