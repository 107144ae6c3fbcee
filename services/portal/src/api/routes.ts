import { ApplicationName, TelemetryType } from '@heliograph/schema';
import { applyDecorators, Get, Header } from '@nestjs/common';
import { z } from 'zod';
import { CacheFor, publicFor } from '../http/cache.interceptor.ts';
import type { ProblemCode } from '../problems/problem.ts';
import { PageParameters, SeriesParameters } from './query.ts';
import { Figures, History, Notices, Packages, Request, Source, Sources, Status } from './shapes.ts';

interface Document {
  readonly type: string;
  /** Of the type, beside its charset. */
  readonly parameter?: string;
  readonly description: string;
}

/** One route of the API: what is served, and how /api/v1/openapi.json documents it. All of them are GET. */
export interface Route {
  /** With parameters as in OpenAPI: /api/v1/sources/{application}. */
  readonly path: string;
  readonly summary: string;
  /** Of the path. */
  readonly path_parameters?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** What is answered: JSON of a shape that has a name, or a document of this media type. */
  readonly answer: z.ZodType | Document;
  /** Beside not_found, bad_request, internal_error and store_unavailable. */
  readonly problems: readonly ProblemCode[];
  /** Seconds for which clients may keep the answer; never if unset. */
  readonly maxAge?: number;
  /** Whether the answer is sent as it is read, and so not kept here. */
  readonly streamed?: boolean;
}

/** Figures change once a day, and definitions a few times a year. */
const MINUTE_S = 60;
/** As long as the services are not asked again. */
const STATUS_S = 10;

const OneSource = z.object({ application: ApplicationName, telemetry_type: TelemetryType });
const OneRequest = z.object({ id: z.uuidv4().describe('What the gateway answered: a secret.') });

/** By operationId. */
export const ROUTES = {
  listSources: {
    path: '/api/v1/sources',
    summary: 'What is collected, why, how it is stored, where each source stands, and what there is of it',
    answer: Sources,
    problems: [],
    maxAge: MINUTE_S,
  },
  getSource: {
    path: '/api/v1/sources/{application}/{telemetry_type}',
    summary: 'One source',
    path_parameters: OneSource,
    answer: Source,
    problems: ['unknown_source'],
    maxAge: MINUTE_S,
  },
  listDefinitions: {
    path: '/api/v1/sources/{application}/{telemetry_type}/definitions',
    summary: 'The definitions that a source has had, and what each of them changed',
    path_parameters: OneSource,
    answer: History,
    problems: ['unknown_source'],
    maxAge: MINUTE_S,
  },
  listSummaries: {
    path: '/api/v1/summaries',
    summary: 'Published figures of a source, a page at a time',
    query: PageParameters,
    answer: Figures,
    problems: ['bad_parameters', 'unknown_source', 'unknown_summary'],
    maxAge: MINUTE_S,
  },
  getSeries: {
    path: '/api/v1/summaries.csv',
    summary: 'Published figures of a source as one table, a number a line',
    query: SeriesParameters,
    answer: {
      type: 'text/csv',
      parameter: 'header=present',
      description: 'RFC 4180, UTF-8, with a header; docs/portal-api.md describes the columns.',
    },
    problems: ['bad_parameters', 'unknown_source', 'unknown_summary'],
    maxAge: MINUTE_S,
    streamed: true,
  },
  listNotices: {
    path: '/api/v1/notices',
    summary: 'What readers should know of the figures of some days',
    answer: Notices,
    problems: [],
    maxAge: MINUTE_S,
  },
  listPackages: {
    path: '/api/v1/packages',
    summary: 'The months whose figures are final, each as a data package',
    answer: Packages,
    problems: [],
    maxAge: MINUTE_S,
  },
  getStatus: {
    path: '/api/v1/status',
    summary: 'Whether everything works: how fresh the figures are, and what became of the reports',
    answer: Status,
    problems: [],
    maxAge: STATUS_S,
  },
  getRequest: {
    path: '/api/v1/requests/{id}',
    summary: 'What became of an erasure or an export',
    path_parameters: OneRequest,
    answer: Request,
    problems: ['unknown_request'],
  },
  getExport: {
    path: '/api/v1/exports/{id}',
    summary: 'The document of an export, while it is there',
    path_parameters: OneRequest,
    answer: { type: 'application/json', description: 'All that is kept of one system; see docs/privacy.md.' },
    problems: ['unknown_request', 'no_document'],
  },
  getOpenApi: {
    path: '/api/v1/openapi.json',
    summary: 'This document',
    answer: { type: 'application/json', description: 'OpenAPI 3.1.' },
    problems: [],
    maxAge: MINUTE_S,
  },
} as const satisfies Record<string, Route>;

export type OperationId = keyof typeof ROUTES;

/** Serves a route with the path and the headers that the table has. */
export function ApiRoute(operationId: OperationId) {
  const { path, answer, maxAge, streamed }: Route = ROUTES[operationId];
  const decorators: MethodDecorator[] = [Get(path.replaceAll(/\{(\w+)\}/g, ':$1'))];
  if (!(answer instanceof z.ZodType)) decorators.push(Header('Content-Type', contentType(answer)));
  if (maxAge !== undefined) decorators.push(streamed ? Header('Cache-Control', publicFor(maxAge)) : CacheFor(maxAge));
  return applyDecorators(...decorators);
}

const contentType = ({ type, parameter }: Document) =>
  [type, 'charset=utf-8', ...(parameter === undefined ? [] : [parameter])].join('; ');
