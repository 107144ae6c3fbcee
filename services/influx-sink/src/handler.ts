import { Observation, type Register } from '@heliograph/schema';
import { type Dead, dead, decode, type InputRecord, type Outcome, ok, type Store } from '@heliograph/stream';
import { type Point, type PointFate, type PointWriter, pointsOf } from './points.ts';

/** Writes a batch of observations as points. Throws where a definition cannot be brought to InfluxDB; see pointsOf. */
export function createHandler(definitions: Register, writer: PointWriter): Store['write'] {
  const toPoint = new Map(definitions.definitions.map((definition) => [definition, pointsOf(definition)]));

  function readPoint(record: InputRecord): { point: Point } | { dead: Dead } {
    const decoded = decode(Observation, record);
    if ('dead' in decoded) return decoded;
    const { application, telemetry_type } = decoded.message;
    // Whatever its status: what was rightly taken in is stored, even if its definition has been retired since.
    const definition = definitions.find(application, telemetry_type);
    const make = definition && toPoint.get(definition);
    if (make === undefined) return { dead: dead('unknown_definition', `${application}/${telemetry_type}`) };
    return { point: make(decoded.message) };
  }

  return async (batch) => {
    const read = batch.map(readPoint);
    const fates = await writer.write(read.flatMap((r) => ('point' in r ? [r.point] : [])));
    const fate = fates.values();
    return { outcomes: read.map((r) => ('point' in r ? toOutcome(fate.next().value) : r.dead)) };
  };
}

function toOutcome(fate: PointFate | undefined): Outcome {
  switch (fate?.kind) {
    case 'stored':
      return ok();
    case 'rejected':
      return dead('store_rejected', fate.why);
    case undefined:
      throw new Error('the writer returned fewer fates than points');
    default:
      return fate satisfies never;
  }
}
