import { createSinkHandler } from '@heliograph/postgres/sink';
import { drop, type Outcome, ok, type Store } from '@heliograph/stream';
import type { RowFate, RowWriter } from './row-writer.ts';
import { toRow } from './rows.ts';

/** Writes a batch of observations as rows, and applies the requests among them in their place. */
export function createHandler(writer: RowWriter): Store['write'] {
  return createSinkHandler({
    writer,
    readObservation(observation) {
      const made = toRow(observation);
      return 'row' in made ? { entry: made.row } : { outcome: made.dead };
    },
    toOutcome,
  });
}

function toOutcome(fate: RowFate): Outcome {
  switch (fate.kind) {
    case 'stored':
    case 'carried_out':
      return ok();
    case 'already_stored':
      return drop('already_stored');
    default:
      return fate satisfies never;
  }
}
