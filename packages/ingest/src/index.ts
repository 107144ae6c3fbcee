export { readEnvelope, readEnvelopes } from './envelope.ts';
export { createIngest, type Ingest, type Ingested } from './ingest.ts';
export { parseJson } from './json-text.ts';
export { compileRecords, type Hash, type IngestedRecord } from './records.ts';
export { ERROR_CODES, problem, REFUSALS, type RefusalCode } from './refusal.ts';
export { REJECTIONS, type Rejection, type RejectionCode, type Result, rejectedResult } from './rejection.ts';
export { type Context, DEFAULT_BOUNDS, type DecodedReport, NO_CONTEXT, type Report } from './report.ts';
