import { createSinkHandler, type ReadEntry } from '@heliograph/postgres/sink';
import type { Observation, Register, SystemRequest } from '@heliograph/schema';
import { dead, drop, type Outcome, ok, type Store } from '@heliograph/stream';
import type { Fate, LatestWriter } from './latest.ts';

/** Takes in a batch of observations, and applies the erasures among them in their place. */
export function createHandler(register: Register, writer: LatestWriter): Store['write'] {
  const readObservation = readObservationBy(register);
  return createSinkHandler({ writer, readObservation, readRequest, toOutcome });
}

const readObservationBy =
  (register: Register) =>
  (observation: Observation): ReadEntry<Observation> => {
    const { application, telemetry_type } = observation;
    const definition = register.find(application, telemetry_type);
    if (definition === undefined)
      return { outcome: dead('unknown_definition', `no definition of ${application}/${telemetry_type}`) };
    // What no figure is made of is not kept either.
    if (definition.summaries.length === 0) return { outcome: drop('not_summarised') };
    return { entry: observation };
  };

function readRequest(request: SystemRequest): ReadEntry<SystemRequest> {
  // An export is made of the rows of the other sink, which hold every report that a summary is made of.
  return request.request === 'export' ? { outcome: ok() } : { entry: request };
}

function toOutcome(fate: Fate): Outcome {
  switch (fate.kind) {
    case 'taken':
    case 'erased':
      return ok();
    case 'superseded':
    case 'day_is_final':
      return drop(fate.kind);
    default:
      return fate satisfies never;
  }
}
