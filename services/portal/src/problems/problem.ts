/** What can be wrong with a request. A closed list. */
export const PROBLEMS = {
  bad_parameters: { status: 400, title: 'Bad Request', detail: 'A parameter is missing, unknown or not of its form.' },
  bad_request: { status: 400, title: 'Bad Request', detail: 'The request cannot be read.' },
  not_found: { status: 404, title: 'Not Found', detail: 'There is nothing here.' },
  unknown_source: { status: 404, title: 'Not Found', detail: 'No such application and telemetry type.' },
  unknown_summary: { status: 404, title: 'Not Found', detail: 'The source has no summary of this name.' },
  unknown_package: { status: 404, title: 'Not Found', detail: 'There is no data package of this month, see Data.' },
  unknown_request: { status: 404, title: 'Not Found', detail: 'This cannot be the id of a request: see Your data.' },
  no_document: {
    status: 404,
    title: 'Not Found',
    detail:
      'There is no document for this id: it is not written yet, its 24 hours are over, or the id is of no export.',
  },
  internal_error: { status: 500, title: 'Internal Server Error', detail: 'A fault of the portal.' },
  store_unavailable: {
    status: 503,
    title: 'Service Unavailable',
    detail: 'What is asked for cannot be read at present.',
  },
} as const satisfies Record<string, { status: number; title: string; detail: string }>;
export type ProblemCode = keyof typeof PROBLEMS;

/** A parameter by its own name, never by one that only the sender knows, and what is expected of it. */
export interface ParameterError {
  readonly parameter?: string;
  readonly detail: string;
}

/** Thrown to answer a request with a problem. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly errors: readonly ParameterError[];

  constructor(code: ProblemCode, errors: readonly ParameterError[] = []) {
    super(code);
    this.code = code;
    this.errors = errors;
  }
}

/** A problem document (RFC 9457). Its texts are fixed: nothing of the request is repeated. */
export function problemDocument(code: ProblemCode, errors: readonly ParameterError[]) {
  const document = { type: 'about:blank', ...PROBLEMS[code], code };
  return errors.length === 0 ? document : { ...document, errors };
}
