import { propertyRuns } from '@heliograph/testkit';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway } from './running-gateway.ts';

type Content = Readonly<Record<string, { readonly schema?: object }>>;
interface Operation {
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

let gateway: Awaited<ReturnType<typeof startTestGateway>>;
let document: Document;
beforeAll(async () => {
  gateway = await startTestGateway();
  const answer = await fetch(new URL('/v1/openapi.json', gateway.url));
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'application/vnd.oai.openapi+json;version=3.1',
  ]);
  document = (await answer.json()) as Document;
});
afterAll(() => gateway.server.stop());

const METHODS = ['post', 'put', 'options'] as const;
const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ path, method, operation }];
    }),
  );

describe('the OpenAPI document of the gateway', () => {
  it('is valid, and the one in the repository', async () => {
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../generated/openapi.json');
  });

  it('has every address, those of the clients of shipped definitions too', () => {
    expect(operations().map(({ path, method }) => `${method} ${path}`)).toEqual([
      'post /v1/telemetry',
      'post /v1/telemetry/{application}/{telemetry_type}',
      'put /v1/telemetry/{application}/{telemetry_type}',
      'post /v1/events',
      'options /v1/events',
      'post /v1/logs',
      'post /v1/metrics',
      'post /v1/traces',
      'post /',
      'post /api/collect/hosts',
      'post /v1/erasures',
      'post /v1/exports',
    ]);
  });

  it('describes every answer to whatever is sent: no other status, no other body, and no 5xx', async () => {
    const ajv = addFormats.default(new Ajv2020({ strict: false }));
    ajv.addSchema(document, 'gateway');
    const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
    const bodies = fc.oneof(
      fc.json(),
      fc.string({ maxLength: 200 }),
      fc.constantFrom(
        '{}',
        '[]',
        '[{}]',
        '{"resourceLogs":[{}]}',
        '{"specversion":"1.0","id":"1","source":"/","type":"pulp.status","data":{"system_id":"a"}}',
      ),
      fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    );
    const request = fc.record({
      at: fc.nat(),
      type: fc.nat(),
      body: bodies,
      otherType: fc.boolean(),
      names: fc.tuple(
        fc.constantFrom('pulp', 'trento', 'nobody', '%20'),
        fc.constantFrom('status', 'host_telemetry', '%'),
      ),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ at, type, body, otherType, names: [application, telemetryType] }) => {
        const all = operations();
        const { path, method, operation } = all[at % all.length] ?? expect.fail('no operation');
        const types = Object.keys(operation.requestBody?.content ?? {});
        const target = path.replace('{application}', application).replace('{telemetry_type}', telemetryType);
        const answer = await fetch(new URL(gateway.url).origin + target, {
          method: method.toUpperCase(),
          headers: { 'Content-Type': otherType ? 'text/html' : (types[type % types.length] ?? 'text/plain') },
          ...(method === 'options' ? {} : { body: Buffer.from(body, 'latin1') }),
        });
        const text = await answer.text();
        expect(answer.status).toBeLessThan(500);
        const response = operation.responses[answer.status];
        expect(response, `${method} ${path} ${answer.status}`).toBeDefined();
        const mediaType = answer.headers.get('content-type');
        if (text === '' && mediaType === null) return;
        expect(Object.keys(response?.content ?? {}), `${method} ${path} ${answer.status}`).toContain(mediaType);
        if (!mediaType?.endsWith('json')) return;
        const pointer = ['paths', path, method, 'responses', String(answer.status), 'content', mediaType, 'schema'];
        const validate = ajv.getSchema(`gateway#/${pointer.map(escaped).map(encodeURIComponent).join('/')}`);
        expect(validate?.(JSON.parse(text)) ?? true, `${text} ${JSON.stringify(validate?.errors)}`).toBe(true);
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});
