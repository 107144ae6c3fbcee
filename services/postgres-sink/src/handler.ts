import { type ConsumerRecord, type Dead, dead, decode, drop, type Outcome, ok, type Store } from '@heliograph/stream';
import type { Entry, RowFate, RowWriter } from './row-writer.ts';
import { toRow } from './rows.ts';

/**
 * Writes a batch of observations as rows, and carries out the requests among them in their place. The result rejects with
 * what the writer rejects with.
 */
export function createHandler(writer: RowWriter): Store['write'] {
  return async (batch, span) => {
    const read = batch.map(readEntry);
    const entries = read.flatMap((r) => ('entry' in r ? [r.entry] : []));
    const { fates, commit, rollback } = await writer.write(entries, span);
    const fate = fates.values();
    return { outcomes: read.map((r) => ('entry' in r ? toOutcome(fate.next().value) : r.dead)), commit, rollback };
  };
}

function readEntry(record: ConsumerRecord): { entry: Entry } | { dead: Dead } {
  const decoded = decode('observations', record);
  if ('dead' in decoded) return decoded;
  if ('request' in decoded) return { entry: decoded.request };
  const made = toRow(decoded.message);
  return 'row' in made ? { entry: made.row } : made;
}

function toOutcome(fate: RowFate | undefined): Outcome {
  switch (fate?.kind) {
    case 'stored':
    case 'carried_out':
      return ok();
    case 'already_stored':
      return drop('already_stored');
    case 'rejected':
      return dead('store_rejected', `SQLSTATE ${fate.sqlstate}`);
    case undefined:
      throw new Error('the writer returned fewer fates than entries');
    default:
      return fate satisfies never;
  }
}
