import { z } from 'zod';
import { PROBLEMS, type ProblemCode } from '../problems/problem.ts';
import { ROUTES, type Route } from './routes.ts';
import { NAMED_SHAPES } from './shapes.ts';

/** Every path may answer these. */
const ALWAYS: readonly ProblemCode[] = ['bad_request', 'internal_error', 'store_unavailable'];

function shorten({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  // Says in a thousand characters what its format says in a word.
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  // Version 1 may get more fields.
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}

/** Of a parameter. */
function jsonSchema(schema: z.ZodType) {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: shorten,
  });
  return rest;
}

/** The shapes of answers under their names, each of which points to the others. */
function namedSchemas() {
  const uri = (name: string) => `#/components/schemas/${name}`;
  const { schemas } = z.toJSONSchema(NAMES, { io: 'output', unrepresentable: 'any', override: shorten, uri });
  return Object.fromEntries(Object.entries(schemas).map(([name, { $schema: _, $id: __, ...rest }]) => [name, rest]));
}

/** The API as OpenAPI 3.1 describes it, made from the shapes that its parameters are read with and its answers have. */
export function openApiDocument() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Heliograph: published figures',
      version: '1',
      description:
        'What systems report about themselves, counted, for everyone to read. Nothing is stored of who asks.',
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [],
    paths: Object.fromEntries(Object.entries(ROUTES).map(([id, route]) => [route.path, { get: operation(id, route) }])),
    components: { schemas: namedSchemas() },
  };
}

const Problem = z
  .object({
    type: z.literal('about:blank'),
    status: z.int(),
    title: z.string(),
    detail: z.string(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    errors: z.array(z.object({ parameter: z.string().optional(), detail: z.string() })).optional(),
  })
  .describe('RFC 9457; code is from a closed list. Nothing of the request is repeated.');

const NAMES = z.registry<{ id: string }>();
for (const [id, shape] of Object.entries({ ...NAMED_SHAPES, Problem })) NAMES.add(shape, { id });

function operation(operationId: string, { summary, path_parameters, query, answer, problems }: Route) {
  const statuses = Map.groupBy([...problems, ...ALWAYS], (code) => String(PROBLEMS[code].status));
  return {
    operationId,
    summary,
    parameters: [...parametersOf(path_parameters, 'path'), ...parametersOf(query, 'query')],
    responses: {
      200: { description: 'As asked for.', content: contentOf(answer) },
      304: { description: 'The same as what If-None-Match names.' },
      ...Object.fromEntries([...statuses].map(([status, codes]) => [status, problemAnswer(codes)])),
    },
  };
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query') {
  if (schema === undefined) return [];
  return Object.entries(schema.shape).map(([name, parameter]: [string, z.ZodType]) => {
    const { description, ...rest } = jsonSchema(parameter);
    const required = !parameter.safeParse(undefined).success;
    return { name, in: place, required, ...(description === undefined ? {} : { description }), schema: rest };
  });
}

function contentOf(answer: Route['answer']) {
  if (answer instanceof z.ZodType) return { 'application/json': { schema: schemaOf(answer) } };
  return { [answer.type]: { schema: { description: answer.description } } };
}

function schemaOf(shape: z.ZodType) {
  const name = NAMES.get(shape)?.id;
  return name === undefined ? {} : { $ref: `#/components/schemas/${name}` };
}

function problemAnswer(codes: readonly ProblemCode[]) {
  const description = codes.map((code) => `${code}: ${PROBLEMS[code].detail}`).join(' ');
  const schema = schemaOf(Problem);
  return { description, content: { 'application/problem+json': { schema } } };
}
