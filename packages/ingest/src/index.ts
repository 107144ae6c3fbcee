export { readEnvelope, readEnvelopes } from './envelope.ts';
export { createIngest, type Ingest, type Ingested } from './ingest.ts';
export { parseJson } from './json-text.ts';
export { compileRecords, type Hash } from './records.ts';
export { ERROR_CODES, problem, REFUSALS, type RefusalCode } from './refusal.ts';
export { REJECTIONS, type Result, rejectedResult } from './rejection.ts';
export { DEFAULT_BOUNDS, type DecodedReport, NO_CONTEXT } from './report.ts';
