import { type Contents, type HttpAnswer, type Protocol, REFUSALS, REJECTIONS } from '@heliograph/ingest';
import { SourceEnvelope, SourceRequest } from '@heliograph/schema';
import { z } from 'zod';

const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const PROBLEM: Contents = { 'application/problem+json': schema('Problem') };

/**
 * The HTTP surface of the gateway as an OpenAPI 3.1 document: the protocols, with the addresses that definitions give to
 * clients, and privacy requests. https://spec.openapis.org/oas/v3.1.1
 */
function openApiDocument(protocols: readonly Protocol[]) {
  const paths: Record<string, Record<string, object>> = {};
  for (const protocol of protocols)
    for (const { method, path } of protocol.routes) {
      const name = path.replaceAll(/:(\w+)/g, '{$1}');
      const known = paths[name] ?? parametersOf(path);
      const preflight = protocol.preflight === undefined ? {} : { options: PREFLIGHT };
      paths[name] = { ...known, [method.toLowerCase()]: operation(protocol), ...preflight };
    }
  for (const kind of ['erasure', 'export'] as const)
    paths[kind === 'erasure' ? '/v1/erasures' : '/v1/exports'] = { post: privacyRequest(kind) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Heliograph gateway',
      version: '1.0.0',
      description: 'Reports of products in the field, and requests of those whom they are about.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{}, { key: [] }],
    paths,
    components: { schemas: SCHEMAS, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  };
}

/** The document as it is served. */
export function openApiAnswer(protocols: readonly Protocol[]): HttpAnswer {
  const headers = { 'Content-Type': 'application/vnd.oai.openapi+json;version=3.1' };
  return { status: 200, headers, body: JSON.stringify(openApiDocument(protocols)) };
}

function parametersOf(path: string): Record<string, object> {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  if (names.length === 0) return {};
  const parameters = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  return { parameters };
}

function operation({ document }: Protocol): object {
  const { summary, body, answers, refusals = {} } = document;
  const own = Object.entries(answers).map(([status, answer]) => [
    status,
    {
      description: answer.description,
      ...(answer.content === undefined ? {} : { content: mediaTypes(answer.content) }),
    },
  ]);
  return {
    summary,
    requestBody: { required: true, content: mediaTypes(body) },
    responses: { ...refusalsBeside(refusals), ...Object.fromEntries(own) },
  };
}

/** In a document a media range has both of its parts; what ends in +json is named by one that does. */
function mediaTypes(contents: Contents): object {
  return Object.fromEntries(
    Object.entries(contents).map(([type, content]) => [
      type === '*' ? '*/*' : type.replace('*+', 'application/vnd.example+'),
      Object.keys(content).length === 0 ? {} : { schema: content },
    ]),
  );
}

/** Every status of a refusal, with the codes that it may have. */
function refusalsBeside(more: Contents): Record<string, object> {
  const codes = Object.entries(REFUSALS);
  const statuses = [...new Set(codes.map(([, { status }]) => status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const own = codes.filter(([, refusal]) => refusal.status === status).map(([code]) => code);
      const retry = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } };
      const headers = status === 429 || status === 503 ? { headers: retry } : {};
      return [status, { description: own.join(', '), ...headers, content: mediaTypes({ ...PROBLEM, ...more }) }];
    }),
  );
}

const header = (description: string) => ({ description, schema: { type: 'string' } });
const PREFLIGHT = {
  summary: 'Ask whether events may be sent',
  responses: {
    200: {
      description: 'The origin that was named may send.',
      headers: {
        'WebHook-Allowed-Origin': header('The origin.'),
        'WebHook-Allowed-Rate': header('Requests a minute, or *.'),
      },
    },
    204: { description: 'Nobody asked.' },
    ...refusalsBeside({}),
  },
};

function privacyRequest(kind: 'erasure' | 'export'): object {
  return {
    summary: kind === 'erasure' ? 'Have the data of a system deleted' : 'Have the data of a system handed out',
    requestBody: { required: true, content: { 'application/json': { schema: schema('PrivacyRequest') } } },
    responses: {
      ...refusalsBeside({}),
      202: {
        description: 'The request is durable.',
        content: { 'application/json': { schema: schema('PrivacyRequestAccepted') } },
      },
    },
  };
}

const text = { type: 'string' };
const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', properties, required });

const SCHEMAS = {
  Envelope: withoutDialect(z.toJSONSchema(SourceEnvelope, { io: 'input' })),
  PrivacyRequest: withoutDialect(z.toJSONSchema(SourceRequest, { io: 'input' })),
  PrivacyRequestAccepted: object({ id: text, request: { enum: ['erasure', 'export'] }, status: { const: 'accepted' } }),
  CloudEvent: object({ specversion: { const: '1.0' }, id: text, source: text, type: text }),
  RpcStatus: object({ code: { type: 'integer' }, message: text }),
  Results: object({ results: { type: 'array', items: schema('Result') } }),
  Result: {
    oneOf: [
      object({ id: text, status: { const: 'accepted' }, records: { type: 'integer', minimum: 0 } }),
      object({ id: text, status: { const: 'rejected' }, error: schema('Rejection') }, ['status', 'error']),
    ],
  },
  Rejection: object({ code: { enum: Object.keys(REJECTIONS) }, detail: text, pointer: text }),
  Problem: object(
    {
      type: { const: 'about:blank' },
      title: text,
      status: { type: 'integer' },
      detail: text,
      code: { enum: Object.keys(REFUSALS) },
      pointer: text,
      results: { type: 'array', items: schema('Result') },
    },
    ['type', 'title', 'status', 'detail', 'code', 'pointer'],
  ),
};

function withoutDialect({ $schema: _, '~standard': __, ...rest }: Record<string, unknown>): object {
  return rest;
}
