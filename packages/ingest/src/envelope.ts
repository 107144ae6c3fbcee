import type { DecodeBounds } from './protocol.ts';
import { type DecodedReport, NO_CONTEXT, type Report } from './report.ts';

/**
 * Reads a parsed body as Heliograph's own envelope, the JSON form of a report, or as an array of envelopes. Unlike a report
 * in general, an envelope needs a time.
 */
export function readEnvelopes(
  body: unknown,
  { maxReports }: Pick<DecodeBounds, 'maxReports'>,
): readonly DecodedReport[] | { readonly refused: 'no_envelopes' | 'too_many_envelopes' } {
  if (!Array.isArray(body)) return [readEnvelope(body)];
  if (body.length === 0) return { refused: 'no_envelopes' };
  if (body.length > maxReports) return { refused: 'too_many_envelopes' };
  return body.map((envelope: unknown, index) => readEnvelope(envelope, `/${index}`));
}

/** `pointer` is the envelope's place in the body. */
export function readEnvelope(envelope: unknown, pointer = ''): DecodedReport {
  if (typeof envelope !== 'object' || envelope === null || Array.isArray(envelope))
    return { pointer, rejection: { code: 'invalid_envelope', pointer: '' } };
  const { time = null }: { readonly time?: unknown } = envelope;
  const report: Report = { ...envelope, time, context: NO_CONTEXT };
  return { pointer, report };
}
