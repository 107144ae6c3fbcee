import { ApplicationName, TelemetryType } from '@heliograph/schema';
import { z } from 'zod';
import type { ProblemCode } from '../problems/problem.ts';
import { PageParameters, SeriesParameters } from './query.ts';
import { Figures, History, Notices, Packages, Request, Source, Sources, Status } from './shapes.ts';

/** One route of the API, as /api/v1/openapi.json documents it. All of them are GET. */
export interface ApiRoute {
  /** With parameters as in OpenAPI: /api/v1/sources/{application}. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /** Of the path. */
  readonly path_parameters?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** What is answered: JSON of a shape that has a name, or anything of this media type. */
  readonly answer: z.ZodType | { readonly type: string; readonly description: string };
  /** Beside not_found, bad_request, internal_error and store_unavailable. */
  readonly problems: readonly ProblemCode[];
}

const OneSource = z.object({ application: ApplicationName, telemetry_type: TelemetryType });
const OneRequest = z.object({ id: z.uuidv4().describe('What the gateway answered: a secret.') });

export const API_ROUTES: readonly ApiRoute[] = [
  {
    path: '/api/v1/sources',
    operationId: 'listSources',
    summary: 'What is collected, why, how it is stored, where each source stands, and what there is of it',
    answer: Sources,
    problems: [],
  },
  {
    path: '/api/v1/sources/{application}/{telemetry_type}',
    operationId: 'getSource',
    summary: 'One source',
    path_parameters: OneSource,
    answer: Source,
    problems: ['unknown_source'],
  },
  {
    path: '/api/v1/sources/{application}/{telemetry_type}/definitions',
    operationId: 'listDefinitions',
    summary: 'The definitions that a source has had, and what each of them changed',
    path_parameters: OneSource,
    answer: History,
    problems: ['unknown_source'],
  },
  {
    path: '/api/v1/summaries',
    operationId: 'listSummaries',
    summary: 'Published figures of a source, a page at a time',
    query: PageParameters,
    answer: Figures,
    problems: ['bad_parameters', 'unknown_source', 'unknown_summary'],
  },
  {
    path: '/api/v1/summaries.csv',
    operationId: 'getSeries',
    summary: 'Published figures of a source as one table, a number a line',
    query: SeriesParameters,
    answer: {
      type: 'text/csv',
      description: 'RFC 4180, UTF-8, with a header; docs/portal-api.md describes the columns.',
    },
    problems: ['bad_parameters', 'unknown_source', 'unknown_summary'],
  },
  {
    path: '/api/v1/notices',
    operationId: 'listNotices',
    summary: 'What readers should know of the figures of some days',
    answer: Notices,
    problems: [],
  },
  {
    path: '/api/v1/packages',
    operationId: 'listPackages',
    summary: 'The months whose figures are final, each as a data package',
    answer: Packages,
    problems: [],
  },
  {
    path: '/api/v1/status',
    operationId: 'getStatus',
    summary: 'Whether everything works: how fresh the figures are, and what became of the reports',
    answer: Status,
    problems: [],
  },
  {
    path: '/api/v1/requests/{id}',
    operationId: 'getRequest',
    summary: 'What became of an erasure or an export',
    path_parameters: OneRequest,
    answer: Request,
    problems: ['unknown_request'],
  },
  {
    path: '/api/v1/exports/{id}',
    operationId: 'getExport',
    summary: 'The document of an export, while it is there',
    path_parameters: OneRequest,
    answer: { type: 'application/json', description: 'All that is kept of one system; see docs/privacy.md.' },
    problems: ['unknown_request', 'no_document'],
  },
  {
    path: '/api/v1/openapi.json',
    operationId: 'getOpenApi',
    summary: 'This document',
    answer: { type: 'application/json', description: 'OpenAPI 3.1.' },
    problems: [],
  },
];
