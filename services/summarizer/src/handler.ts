import { Observation, type Register } from '@heliograph/schema';
import { dead, decode, drop, type InputRecord, type Outcome, ok, type Store } from '@heliograph/stream';
import type { Fate, LatestWriter } from './latest.ts';

/** Takes in a batch of observations. The result rejects with what the writer rejects with. */
export function createHandler(register: Register, writer: LatestWriter): Store['write'] {
  return async (batch, span) => {
    const read = batch.map((record) => readOne(register, record));
    const observations = read.flatMap((r) => ('observation' in r ? [r.observation] : []));
    const { fates, commit, rollback } = await writer.write(observations, span);
    const fate = fates.values();
    const outcomes = read.map((r) => ('observation' in r ? toOutcome(fate.next().value) : r.outcome));
    return { outcomes, commit, rollback };
  };
}

function readOne(register: Register, record: InputRecord): { observation: Observation } | { outcome: Outcome } {
  const decoded = decode(Observation, record);
  if ('dead' in decoded) return { outcome: decoded.dead };
  const { application, telemetry_type } = decoded.message;
  const definition = register.find(application, telemetry_type);
  if (definition === undefined)
    return { outcome: dead('unknown_definition', `no definition of ${application}/${telemetry_type}`) };
  // What no figure is made of is not kept either.
  if (definition.summaries.length === 0) return { outcome: drop('not_summarised') };
  return { observation: decoded.message };
}

function toOutcome(fate: Fate | undefined): Outcome {
  switch (fate?.kind) {
    case 'taken':
      return ok();
    case 'superseded':
    case 'day_is_final':
      return drop(fate.kind);
    case 'rejected':
      return dead('store_rejected', `SQLSTATE ${fate.sqlstate}`);
    case undefined:
      throw new Error('the writer returned fewer fates than observations');
    default:
      return fate satisfies never;
  }
}
