import { receiptOf } from '@heliograph/runtime';
import { Inject, Injectable, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { ProblemError } from '../problems/problem.ts';
import { Definitions } from '../stores/definitions.ts';
import { RequestStore } from '../stores/request-store.ts';
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

/** As the gateway issues it; people copy it with spaces around it and in capitals. */
const RequestId = z.string().trim().toLowerCase().pipe(z.uuidv4());

/** A request's id as the gateway issued it. Throws a ProblemError for an invalid one. */
@Injectable()
export class RequestIdPipe implements PipeTransform<unknown, string> {
  transform(text: unknown): string {
    const parsed = RequestId.safeParse(text);
    if (!parsed.success) throw new ProblemError('unknown_request');
    return parsed.data;
  }
}

/** Reads what became of privacy requests. All methods reject with the errors of the store. */
@Injectable()
export class RequestReader {
  readonly #requests: RequestStore;
  readonly #definitions: Definitions;

  constructor(@Inject(RequestStore) requests: RequestStore, @Inject(Definitions) definitions: Definitions) {
    this.#requests = requests;
    this.#definitions = definitions;
  }

  async view(id: string): Promise<RequestView> {
    const receipt = receiptOf(id);
    const state = requestState(await this.#requests.receiptsOf(receipt));
    const hasDocument = state.request === 'export' && (await this.#requests.hasDocument(receipt));
    const isErasure = state.request === 'erasure';
    const retained = isErasure ? retainedData(state.done_at, this.#definitions.longestLateWindow()) : [];
    return { id, state, hasDocument, retained };
  }

  /** The document of an export as it was written: parsing it would change its numbers. */
  document(id: string): Promise<string | undefined> {
    return this.#requests.documentOf(receiptOf(id));
  }
}
