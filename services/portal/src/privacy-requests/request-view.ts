import { receiptOf } from '@heliograph/service-kit';
import type { Portal } from '../portal.ts';
import { parseRequestId } from './request-id.ts';
import { type RequestState, requestState } from './request-state.ts';
import { type RetainedData, retainedData } from './retained-data.ts';

/** All that is known of a request, for the holder of its id. */
export interface RequestView {
  readonly id: string;
  readonly state: RequestState;
  /** Whether the document of an export can be fetched. */
  readonly hasDocument: boolean;
  /** Empty for anything but an erasure. */
  readonly retained: readonly RetainedData[];
}

/** Throws a ProblemError for an invalid id, and rejects with the errors of the store. */
export async function lookUpRequest(portal: Portal, text: string): Promise<RequestView> {
  const id = parseRequestId(text);
  const receipt = receiptOf(id);
  const state = requestState(await portal.requests.receiptsOf(receipt));
  return {
    id,
    state,
    hasDocument: state.request === 'export' && (await portal.requests.hasDocument(receipt)),
    retained: state.request === 'erasure' ? retainedData(state.done_at, portal.longestLateWindow()) : [],
  };
}
