import { randomUUID } from 'node:crypto';
import {
  createIngest,
  DEFAULT_BOUNDS,
  type DecodedReport,
  type Ingested,
  NO_CONTEXT,
  parseJson,
  type RefusalCode,
  type Result,
  readEnvelopes,
} from '@heliograph/ingest';
import { sha256 } from '@heliograph/runtime';
import { createRegister, type Definition } from '@heliograph/schema';
import { compilePreview, type RecordPreview } from './record-preview.ts';

/** What the gateway would answer to a sample, and what would become of its records. */
export type SamplePreview =
  | { readonly refused: RefusalCode }
  | { readonly refused?: undefined; readonly reports: readonly ReportPreview[] };

interface ReportPreview {
  readonly result: Result;
  /** None of a rejected report. */
  readonly records: readonly RecordPreview[];
}

/**
 * Compiles a definition into the function that previews a sample: an envelope, an array of them, or a bare payload, for
 * which the preview makes the envelope. The answer is that of a gateway that has this definition alone and the default
 * bounds, and takes drafts in. Pointers of a bare payload are relative to it.
 */
export function compileSamplePreview(definition: Definition): (sample: Uint8Array, nowMs: number) => SamplePreview {
  const { maxBodyBytes, maxRecords } = DEFAULT_BOUNDS;
  const ingest = createIngest({
    register: createRegister([definition], 'development'),
    maxRecords,
    hash: sha256,
    newId: randomUUID,
  });
  const preview = compilePreview(definition);
  return (sample, nowMs) => {
    if (sample.length > maxBodyBytes) return { refused: 'body_too_large' };
    const parsed = parseJson(sample);
    if (parsed === undefined) return { refused: 'malformed_json' };
    const isBare = !isEnvelope(parsed.json);
    const reports = isBare ? [bareReport(definition, parsed.json, nowMs)] : readEnvelopes(parsed.json, DEFAULT_BOUNDS);
    if ('refused' in reports) return reports;
    const ingested = ingest(reports, nowMs);
    return 'refused' in ingested ? ingested : { reports: reportPreviews(ingested, preview, isBare) };
  };
}

function reportPreviews(
  { results, records }: Exclude<Ingested, { refused: string }>,
  preview: ReturnType<typeof compilePreview>,
  isBare: boolean,
): ReportPreview[] {
  let next = 0;
  return results.map((result) => {
    if (result.status === 'rejected') return { result: isBare ? relativeToPayload(result) : result, records: [] };
    const from = next;
    next += result.records;
    return { result, records: records.slice(from, next).map(({ raw }) => preview(raw)) };
  });
}

function relativeToPayload(result: Extract<Result, { status: 'rejected' }>): Result {
  const { error } = result;
  return { ...result, error: { ...error, pointer: error.pointer.replace(/^\/payload/, '') } };
}

/** Whether a sample is an envelope, or a list with at least one. A payload with these members needs an envelope around it. */
function isEnvelope(sample: unknown): boolean {
  if (Array.isArray(sample)) return sample.some(isEnvelope);
  if (typeof sample !== 'object' || sample === null || !('payload' in sample)) return false;
  return 'application' in sample || 'telemetry_type' in sample;
}

function bareReport({ application, telemetry_type }: Definition, payload: unknown, nowMs: number): DecodedReport {
  const time = new Date(nowMs).toISOString();
  return { pointer: '', report: { application, telemetry_type, time, payload, context: NO_CONTEXT } };
}
