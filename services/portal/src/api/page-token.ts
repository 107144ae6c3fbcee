import { Period } from '@heliograph/schema';
import { z } from 'zod';

/** Raised when tokens that were given out can no longer be read. */
const FORM = 1;

const Place = z.strictObject({ start: z.iso.date(), name: z.string() });

/** A query and the place at which to go on. Whether the query is a sound one is not said here: it is parsed like any other. */
const PageQuery = z.strictObject({
  application: z.string(),
  telemetry_type: z.string(),
  channel: z.string(),
  period: Period,
  from: z.string(),
  to: z.string(),
  name: z.string().optional(),
  after: Place,
});
export type Page = z.infer<typeof PageQuery>;
const Token = z.tuple([z.literal(FORM), PageQuery]);

/** Opaque to whoever gets it, and complete: it needs nothing beside it, and nothing is kept for it here. */
export function pageToken(page: Page): string {
  return Buffer.from(JSON.stringify([FORM, page])).toString('base64url');
}

/** Undefined where it is no token of ours. */
export function readPageToken(text: unknown): Page | undefined {
  if (typeof text !== 'string' || !/^[\w-]{1,1000}$/.test(text)) return undefined;
  try {
    const parsed = Token.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data[1] : undefined;
  } catch {
    return undefined;
  }
}
