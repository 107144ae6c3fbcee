import { z } from 'zod';
import { ProblemError } from '../problems/problem.ts';

/** As the gateway gives it out; people copy it with spaces around it and in capitals. */
const RequestId = z.string().trim().toLowerCase().pipe(z.uuidv4());

/** A request's id as the gateway wrote it. Throws a ProblemError for what cannot be one. */
export function parseRequestId(text: unknown): string {
  const parsed = RequestId.safeParse(text);
  if (!parsed.success) throw new ProblemError('unknown_request');
  return parsed.data;
}
