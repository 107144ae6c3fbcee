import { z } from 'zod';
import { Pointer } from './field.ts';
import type { Contradiction } from './summaries/contract/definition.ts';

/** What the gateway uses itself, whichever host is asked; the names in a route that begins with a colon are any. */
const OWN_PATHS = [
  '/v1/telemetry',
  '/v1/erasures',
  '/v1/exports',
  '/v1/events',
  '/v1/metrics',
  '/v1/logs',
  '/v1/traces',
  '/v1/openapi.json',
] as const;

/** How a body is read: one JSON value, one in each line, the fields of a form, or a format of a product's own. */
const BODY_FORMATS = ['json', 'json-lines', 'form', 'pulp', 'popcon', 'prometheus'] as const;

const PATH = /^\/(?:[A-Za-z0-9._~!$&'()*+,;=:@%-]+(?:\/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)*\/?)?$/;
const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
const MEDIA_TYPE = /^(?:\*\/\*|[a-z0-9.+_-]{1,64}\/[a-z0-9.+_-]{1,64})$/;

/** An address under which a product's own clients post, and the answer that they take for success. */
export const HttpPath = z.strictObject({
  path: z
    .string()
    .max(256)
    .regex(PATH, 'a path such as /api/collect/hosts, without query and without empty segments')
    .describe('The path, letter for letter; slashes that a client doubles are joined before.'),
  method: z.enum(['POST', 'PUT']).default('POST').describe('The method of the clients.'),
  host: z
    .string()
    .regex(HOST, 'a host name in lower case, without port')
    .optional()
    .describe('Only requests to this host, by their Host header; without it requests to any.'),
  format: z.enum(BODY_FORMATS).default('json').describe('How a body is read; see docs/sources.'),
  media_types: z
    .array(z.string().regex(MEDIA_TYPE, 'a media type such as text/plain in lower case, or */* for any'))
    .min(1)
    .max(8)
    .optional()
    .describe('Which media types are taken, */* for any and for none at all; without it the usual ones of the format.'),
  id: Pointer.optional().describe('Where a body has an id of its own, by which a report that is sent again is known.'),
  system_id: z
    .string()
    .regex(
      /^(?:header\.[a-z0-9-]{1,64}|query\.[A-Za-z0-9._~-]{1,64})$/,
      'header. or query. and a name, such as header.x-cluster-id',
    )
    .optional()
    .describe(
      'The header or query parameter that names the system of records that do not, such as header.x-cluster-id.',
    ),
  answer: z
    .strictObject({
      status: z.int().min(200).max(299).describe('The status that the clients take for success.'),
      media_type: z.string().regex(MEDIA_TYPE).default('text/plain').describe('Of the body, if there is one.'),
      body: z.string().max(1024).optional().describe('The body, letter for letter; empty without it.'),
    })
    .optional()
    .describe('What is answered once the report is durable; without it 202 and the results.'),
});
export type HttpPath = z.infer<typeof HttpPath>;

const Name = z.string().min(1).max(256);

/** Which events of CloudEvents are its reports. */
const EventRoute = z.strictObject({
  type: Name.describe('The type of the events, letter for letter.'),
  source: Name.optional().describe('Only events whose source begins like this.'),
});

/** Which log records or metrics of OpenTelemetry are its reports. */
const OtlpRoute = z.strictObject({
  signal: z.enum(['logs', 'metrics']).describe('Which signal.'),
  service: Name.optional().describe('The resource’s service.name; without it the application.'),
  name: Name.optional().describe(
    'Only log records of this event name, or this metric; without it all that no other has.',
  ),
  records: z
    .enum(['item', 'resource'])
    .default('item')
    .describe('One record for each log record or data point, or one for all data points of a resource in a request.'),
});

export const Receive = z.strictObject({
  http: z.array(HttpPath).max(8).default([]).describe('Further addresses under which its own clients post.'),
  cloudevents: z.array(EventRoute).max(8).default([]).describe('Which events of CloudEvents are its reports.'),
  otlp: z.array(OtlpRoute).max(100).default([]).describe('Which signals of OpenTelemetry are its reports.'),
});
export type Receive = z.infer<typeof Receive>;

/** What no two addresses have in common. */
export const addressOf = ({ method, host = '', path }: Pick<HttpPath, 'method' | 'host' | 'path'>) =>
  `${method} ${host}${path}`;

/** Addresses that are the gateway's own, or stand twice in one definition. */
export function receiveContradictions(receive: Receive | undefined): Contradiction[] {
  const known = new Set<string>();
  return (receive?.http ?? []).flatMap((one, i) => {
    const path = ['receive', 'http', i, 'path'];
    const own = OWN_PATHS.find((prefix) => one.path === prefix || one.path.startsWith(`${prefix}/`));
    if (own !== undefined) return [{ path, message: `${own} is the gateway's own` }];
    const address = addressOf(one);
    if (known.has(address)) return [{ path, message: `${address} stands twice` }];
    known.add(address);
    return [];
  });
}
