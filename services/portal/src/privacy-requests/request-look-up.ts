import { receiptOf } from '@heliograph/service-kit';
import type { Portal } from '../portal.ts';
import { parseRequestId } from './request-id.ts';
import { type RequestState, requestState } from './request-state.ts';
import { type Remainder, whatStays } from './retained-data.ts';

/** All that there is to say of a request, to whoever has its id. */
export interface RequestView {
  readonly id: string;
  readonly state: RequestState;
  /** Whether the document of an export is there to be fetched. */
  readonly hasDocument: boolean;
  /** Empty but for an erasure. */
  readonly stays: readonly Remainder[];
}

/** Throws a ProblemError for what cannot be an id, and rejects with the errors of the store. */
export async function lookUpRequest(portal: Portal, text: string): Promise<RequestView> {
  const id = parseRequestId(text);
  const receipt = receiptOf(id);
  const state = requestState(await portal.requests.receiptsOf(receipt));
  return {
    id,
    state,
    hasDocument: state.request === 'export' && (await portal.requests.hasDocument(receipt)),
    stays: state.request === 'erasure' ? whatStays(state.done_at, portal.longestLateWindow()) : [],
  };
}
