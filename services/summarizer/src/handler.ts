import type { Register, SystemRequest } from '@heliograph/schema';
import { type ConsumerRecord, dead, decode, drop, type Outcome, ok, type Store } from '@heliograph/stream';
import type { Entry, Fate, LatestWriter } from './latest.ts';

/**
 * Takes in a batch of observations, and carries out the erasures among them in their place. The result rejects with what the
 * writer rejects with.
 */
export function createHandler(register: Register, writer: LatestWriter): Store['write'] {
  return async (batch, span) => {
    const read = batch.map((record) => readOne(register, record));
    const entries = read.flatMap((r) => ('entry' in r ? [r.entry] : []));
    const { fates, commit, rollback } = await writer.write(entries, span);
    const fate = fates.values();
    const outcomes = read.map((r) => ('entry' in r ? toOutcome(fate.next().value) : r.outcome));
    return { outcomes, commit, rollback };
  };
}

function readOne(register: Register, record: ConsumerRecord): { entry: Entry } | { outcome: Outcome } {
  const decoded = decode('observations', record);
  if ('dead' in decoded) return { outcome: decoded.dead };
  if ('request' in decoded) return readRequest(decoded.request);
  const { application, telemetry_type } = decoded.message;
  const definition = register.find(application, telemetry_type);
  if (definition === undefined)
    return { outcome: dead('unknown_definition', `no definition of ${application}/${telemetry_type}`) };
  // What no figure is made of is not kept either.
  if (definition.summaries.length === 0) return { outcome: drop('not_summarised') };
  return { entry: decoded.message };
}

function readRequest(request: SystemRequest): { entry: Entry } | { outcome: Outcome } {
  // An export is made of the rows of the other sink, which hold every report that a summary is made of.
  return request.request === 'export' ? { outcome: ok() } : { entry: request };
}

function toOutcome(fate: Fate | undefined): Outcome {
  switch (fate?.kind) {
    case 'taken':
    case 'erased':
      return ok();
    case 'superseded':
    case 'day_is_final':
      return drop(fate.kind);
    case 'rejected':
      return dead('store_rejected', `SQLSTATE ${fate.sqlstate}`);
    case undefined:
      throw new Error('the writer returned fewer fates than entries');
    default:
      return fate satisfies never;
  }
}
