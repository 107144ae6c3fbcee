import type { Observation, SystemRequest } from '@heliograph/schema';
import { type ConsumerRecord, dead, decode, type Outcome, type Store } from '@heliograph/stream';
import type { Entry } from './entries.ts';
import type { Rejected, TransactionalWriter } from './transactional-writer.ts';

/** An entry for the writer, or what becomes of a record that the store has nothing to do with. */
export type ReadEntry<E> = { readonly entry: E } | { readonly outcome: Outcome };

export interface SinkHandlerOptions<Row extends object, Fate> {
  readonly writer: Pick<TransactionalWriter<Row, Fate>, 'write'>;
  readObservation(observation: Observation): ReadEntry<Row>;
  /** If unset, each request is an entry. */
  readRequest?(request: SystemRequest): ReadEntry<SystemRequest>;
  toOutcome(fate: Fate): Outcome;
}

/**
 * Writes a batch of observations as rows, and applies the requests among them in their place. The result rejects with what
 * the writer rejects with.
 */
export function createSinkHandler<Row extends object, Fate extends { readonly kind: string }>(
  options: SinkHandlerOptions<Row, Fate>,
): Store['write'] {
  const { writer, readObservation, readRequest = (request) => ({ entry: request }), toOutcome } = options;

  function read(record: ConsumerRecord): ReadEntry<Entry<Row>> {
    const decoded = decode('observations', record);
    if ('dead' in decoded) return { outcome: decoded.dead };
    return 'request' in decoded ? readRequest(decoded.request) : readObservation(decoded.message);
  }

  function outcomeOf(fate: Fate | Rejected | undefined): Outcome {
    if (fate === undefined) throw new Error('the writer returned fewer fates than entries');
    return isRejected(fate) ? dead('store_rejected', `SQLSTATE ${fate.sqlstate}`) : toOutcome(fate);
  }

  return async (batch, range) => {
    const results = batch.map(read);
    const entries = results.flatMap((result) => ('entry' in result ? [result.entry] : []));
    const { fates, commit, rollback } = await writer.write(entries, range);
    const remaining = fates.values();
    const outcomes = results.map((result) =>
      'outcome' in result ? result.outcome : outcomeOf(remaining.next().value),
    );
    return { outcomes, commit, rollback };
  };
}

function isRejected(fate: { readonly kind: string }): fate is Rejected {
  return fate.kind === 'rejected';
}
