import { BinaryWriter } from '@bufbuild/protobuf/wire';
import {
  type Answer,
  type HttpAnswer,
  type ProtocolRequest,
  REFUSALS,
  type Remarks,
  type Result,
} from '@heliograph/ingest';

export const PROTOBUF = 'application/x-protobuf';
export const JSON_TYPE = 'application/json';

/** The answer has the encoding of the request. */
export const isProtobuf = (request: ProtocolRequest) =>
  request.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase() === PROTOBUF;

/** google.rpc.Code for each status that the gateway answers with; UNKNOWN for others. */
const RPC_CODES: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  403: 7,
  404: 12,
  405: 12,
  408: 4,
  413: 8,
  415: 3,
  422: 3,
  429: 8,
  500: 13,
  503: 14,
};

/**
 * Writes the answer of an export request: an ExportServiceResponse under 200, with a partial success if items were rejected
 * or ignored, or a google.rpc.Status. `rejectedName` is the name of the number of rejected items in JSON.
 */
export function encodeExport(
  answer: Answer,
  request: ProtocolRequest,
  rejectedName: 'rejectedLogRecords' | 'rejectedDataPoints',
): HttpAnswer {
  const inProtobuf = isProtobuf(request);
  if ('refused' in answer) {
    const { status, detail } = REFUSALS[answer.refused];
    const rpcStatus = { code: RPC_CODES[status] ?? 2, message: `${answer.refused}: ${detail}` };
    const body = inProtobuf ? statusBytes(rpcStatus) : JSON.stringify(rpcStatus);
    return { status, headers: headersOf(inProtobuf), body };
  }
  const rejected = rejectedItems(answer.results, answer.remarks);
  const first = answer.results.find((result) => result.status === 'rejected');
  const message = first === undefined ? answer.remarks?.warning : messageOf(first);
  const partial = message === undefined ? undefined : { rejected, message };
  const body = inProtobuf ? partialBytes(partial) : partialJson(partial, rejectedName);
  return { status: 200, headers: headersOf(inProtobuf), body };
}

interface PartialSuccess {
  readonly rejected: number;
  readonly message: string;
}

const headersOf = (inProtobuf: boolean) => ({ 'Content-Type': inProtobuf ? PROTOBUF : JSON_TYPE });

function rejectedItems(results: readonly Result[], remarks: Remarks | undefined): number {
  return results.reduce((sum, { status }, i) => sum + (status === 'rejected' ? (remarks?.items?.[i] ?? 1) : 0), 0);
}

/** The first fault stands for the others. Of the sender's own names it repeats those that are registered. */
function messageOf({ error }: Extract<Result, { status: 'rejected' }>): string {
  return `${error.code}: ${error.detail} (${error.pointer})`;
}

/** Nothing at all on full success. */
function partialJson(partial: PartialSuccess | undefined, rejectedName: string): string {
  if (partial === undefined) return '{}';
  // An integer of 64 bits is a text in JSON.
  return JSON.stringify({
    partialSuccess: { [rejectedName]: String(partial.rejected), errorMessage: partial.message },
  });
}

function partialBytes(partial: PartialSuccess | undefined): Uint8Array {
  const writer = new BinaryWriter();
  if (partial === undefined) return writer.finish();
  writer.tag(1, 2).fork();
  if (partial.rejected > 0) writer.tag(1, 0).int64(partial.rejected);
  return writer.tag(2, 2).string(partial.message).join().finish();
}

function statusBytes({ code, message }: { readonly code: number; readonly message: string }): Uint8Array {
  return new BinaryWriter().tag(1, 0).int32(code).tag(2, 2).string(message).finish();
}
