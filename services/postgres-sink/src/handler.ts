import { Observation } from '@heliograph/schema';
import { type Dead, dead, decode, drop, type InputRecord, type Outcome, ok, type Store } from '@heliograph/stream';
import { type Row, type RowFate, type RowWriter, toRow } from './rows.ts';

/** Writes a batch of observations as rows. The result rejects with what the writer rejects with. */
export function createHandler(writer: RowWriter): Store['write'] {
  return async (batch, span) => {
    const read = batch.map(readRow);
    const rows = read.flatMap((r) => ('row' in r ? [r.row] : []));
    const { fates, commit, rollback } = await writer.write(rows, span);
    const fate = fates.values();
    return { outcomes: read.map((r) => ('row' in r ? toOutcome(fate.next().value) : r.dead)), commit, rollback };
  };
}

function readRow(record: InputRecord): { row: Row } | { dead: Dead } {
  const decoded = decode(Observation, record);
  return 'message' in decoded ? toRow(decoded.message) : decoded;
}

function toOutcome(fate: RowFate | undefined): Outcome {
  switch (fate?.kind) {
    case 'stored':
      return ok();
    case 'already_stored':
      return drop('already_stored');
    case 'rejected':
      return dead('store_rejected', `SQLSTATE ${fate.sqlstate}`);
    case undefined:
      throw new Error('the writer returned fewer fates than rows');
    default:
      return fate satisfies never;
  }
}
