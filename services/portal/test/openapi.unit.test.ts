import { aDefinition } from '@heliograph/testkit';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../src/api/openapi.ts';
import { ROUTES } from '../src/api/routes.ts';
import { createApp } from '../src/app.ts';
import {
  aCrossFigure,
  anAgeFigure,
  aShareFigure,
  aStatisticsFigure,
  aSuppressedFigure,
  aSystemsFigure,
} from './a-figure.ts';
import { aPortal, startSite } from './a-portal.ts';
import { memoryStore } from './memory-store.ts';

const document = JSON.parse(JSON.stringify(openApiDocument())) as ReturnType<typeof openApiDocument>;
const API_ROUTES = Object.entries(ROUTES).map(([operationId, route]) => ({ operationId, ...route }));
const ID = '7f1f5c1e-3b87-4c0e-9a3c-0a4b1c2d3e4f';
const ours = 'application=example&telemetry_type=status';

/** Requests of each route, by its operationId: those that are answered, and those that are a problem. */
const EXAMPLES: Readonly<Record<string, { readonly good: readonly string[]; readonly bad: readonly string[] }>> = {
  listSources: { good: ['/api/v1/sources'], bad: [] },
  getSource: { good: ['/api/v1/sources/example/status'], bad: ['/api/v1/sources/example/none'] },
  listDefinitions: {
    good: ['/api/v1/sources/example/status/definitions'],
    bad: ['/api/v1/sources/example/none/definitions'],
  },
  listSummaries: {
    good: [`/api/v1/summaries?${ours}`, `/api/v1/summaries?${ours}&limit=1&from=2026-11-01&channel=production`],
    bad: [
      '/api/v1/summaries',
      `/api/v1/summaries?${ours}&name=none`,
      '/api/v1/summaries?application=x&telemetry_type=y',
    ],
  },
  getSeries: { good: [`/api/v1/summaries.csv?${ours}`], bad: ['/api/v1/summaries.csv?limit=1'] },
  listNotices: { good: ['/api/v1/notices'], bad: [] },
  listPackages: { good: ['/api/v1/packages'], bad: [] },
  getStatus: { good: ['/api/v1/status'], bad: [] },
  getRequest: { good: [`/api/v1/requests/${ID}`], bad: ['/api/v1/requests/none'] },
  getExport: { good: [`/api/v1/exports/${ID}`], bad: ['/api/v1/exports/none'] },
  getOpenApi: { good: ['/api/v1/openapi.json'], bad: [] },
};

let url: URL;
let close: () => Promise<void>;

beforeAll(async () => {
  const notice = { application: 'example', telemetry_type: 'status', channel: 'production' } as const;
  const summaries = memoryStore({
    figures: [
      ...[aSystemsFigure(), aShareFigure(), aStatisticsFigure(), anAgeFigure(), aCrossFigure()],
      ...[aSystemsFigure({ period: 'week', start: '2026-11-09' }), aSuppressedFigure('share')],
    ],
    notices: [{ ...notice, from_day: '2026-11-01', to_day: null, notice: 'Made up.' }],
    definitions: [
      { definition: aDefinition(), since: '2026-01-01T00:00:00.000Z' },
      { definition: aDefinition({ title: 'Another' }), since: '2026-02-01T00:00:00.000Z' },
    ],
  });
  const at = '2026-11-20T10:00:00.000Z';
  const requests = {
    receiptsOf: async () => [{ request: 'erasure', store: 'postgres', received_at: at, done_at: at } as const],
    documentOf: async () => '{"observations":[]}',
    hasDocument: async () => true,
  };
  const packages = { months: async () => ['2026-10'], file: async () => undefined };
  ({ url, close } = await startSite(aPortal({ summaries, requests, packages })));
});
afterAll(() => close());

/** The same schema, which now allows no field that it does not name: the API may grow, its description has to as well. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, closed(part)]));
  return 'properties' in schema && schema.properties !== null ? { ...parts, additionalProperties: false } : parts;
}

/** A validator for a schema that may point into the document. */
function validatorOf(schema: object) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile({ ...schema, components: closed(document.components) });
}

describe('the OpenAPI document', () => {
  it('is one, of version 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(document.openapi).toBe('3.1.0');
  });

  it('is what is committed for those who read', async () => {
    await expect(`${JSON.stringify(document, undefined, 2)}\n`).toMatchFileSnapshot('../generated/openapi.json');
  });

  it('has every route that there is below /api, and no other', async () => {
    const app = await createApp(aPortal(), { debug: () => {}, warn: () => {}, error: () => {} });
    await app.init();
    const { stack } = app.getHttpAdapter().getInstance().router as { stack: { route?: { path: string } }[] };
    const paths = stack.flatMap(({ route }) => (route?.path.startsWith('/api/') ? [route.path] : []));
    const wanted = API_ROUTES.map(({ path }) => path.replace(/\{(\w+)\}/g, ':$1'));
    expect(paths.toSorted()).toEqual(wanted.toSorted());
    await app.close();
  });
});

describe.each(API_ROUTES.map(({ path, operationId }) => [path, operationId] as const))('%s', (path, operationId) => {
  const { responses } = document.paths[path]?.get ?? { responses: {} };
  const contents = responses as Record<string, { content?: Record<string, { schema: object }> }>;
  const { good, bad } = EXAMPLES[operationId] ?? { good: [], bad: [] };

  it('answers as documented', async () => {
    expect(good.length).toBeGreaterThan(0);
    for (const example of good) {
      const response = await fetch(new URL(example, url));
      expect(response.status, example).toBe(200);
      const type = response.headers.get('content-type')?.split(';', 1)[0] ?? '';
      const schema = contents[200]?.content?.[type]?.schema;
      expect(schema, type).toBeDefined();
      const text = await response.text();
      const validate = validatorOf(schema ?? {});
      validate(type === 'application/json' ? JSON.parse(text) : text);
      expect(validate.errors, example).toBeNull();
    }
  });

  it('says what is wrong as documented', async () => {
    for (const example of bad) {
      const response = await fetch(new URL(example, url));
      const schema = contents[response.status]?.content?.['application/problem+json']?.schema;
      expect(schema, `${example} ${response.status}`).toBeDefined();
      const validate = validatorOf(schema ?? {});
      validate(await response.json());
      expect(validate.errors, example).toBeNull();
    }
    expect(bad.length > 0).toBe(API_ROUTES.some((route) => route.path === path && route.problems.length > 0));
  });
});
