export { encodeProblem, encodeResults, RESULTS_DOCUMENT } from './answer.ts';
export { readEnvelope, readEnvelopes } from './envelope.ts';
export { createIngest, type Ingest, type Ingested } from './ingest.ts';
export { parseJson } from './json-text.ts';
export { type Field, type Message, MessageError, type MessageValue } from './protobuf/message.ts';
export { parseExactJson, readJsonMessage } from './protobuf/read-json-message.ts';
export { readMessage } from './protobuf/read-message.ts';
export type {
  Answer,
  Contents,
  DecodeBounds,
  Decoded,
  HttpAnswer,
  Protocol,
  ProtocolDocument,
  ProtocolRequest,
  Remarks,
} from './protocol.ts';
export { compileRecords } from './records.ts';
export { ERROR_CODES, problem, REFUSALS, type Refusal, type RefusalCode } from './refusal.ts';
export { REJECTIONS, type Result, rejectedResult } from './rejection.ts';
export { type Context, DEFAULT_BOUNDS, type DecodedReport, NO_CONTEXT, type Report } from './report.ts';
