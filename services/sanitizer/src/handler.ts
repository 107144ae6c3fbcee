import { compile, type KeyedHash, type Removed, type Sanitized } from '@heliograph/privacy';
import { type Definition, RawRecord, type Register } from '@heliograph/schema';
import { dead, decode, drop, type InputRecord, type Outcome, ok, type PartitionHandler } from '@heliograph/stream';

/** Where what was removed is counted. */
export interface RemovalCounts {
  add(definition: Definition, removed: Removed): void;
}

/**
 * Raw records in, sanitised observations out. It holds nothing of a partition, so one serves all of them. Throws where a
 * definition contradicts itself.
 */
export function createHandler(register: Register, keyedHash: KeyedHash, counts: RemovalCounts): PartitionHandler {
  const sanitizers = new Map(register.definitions.map((definition) => [definition, compile(definition, keyedHash)]));

  function decideOne(record: InputRecord, done: [Definition, Sanitized][]): Outcome {
    const decoded = decode(RawRecord, record);
    if ('dead' in decoded) return decoded.dead;
    const { application, telemetry_type } = decoded.message;
    const definition = register.find(application, telemetry_type);
    const sanitize = definition && sanitizers.get(definition);
    if (definition === undefined || sanitize === undefined)
      return dead('unknown_definition', `no definition of ${application}/${telemetry_type}`);
    // Not whether it has expired: what the gateway took in before that was promised a place.
    if (definition.status !== 'approved') return dead('not_approved', `its definition is ${definition.status}`);
    const sanitized = sanitize(decoded.message);
    done.push([definition, sanitized]);
    const { observation } = sanitized;
    // A dead letter would keep for days what must not be kept at all.
    if (observation === undefined) return drop('personal_data');
    return ok([{ topic: 'sanitized', key: observation.system_key, value: observation }]);
  }

  return {
    decide(batch) {
      const done: [Definition, Sanitized][] = [];
      const outcomes = batch.map((record) => decideOne(record, done));
      // A batch that is tried again would be counted twice before it has committed.
      const committed = () => {
        for (const [definition, { removed }] of done) counts.add(definition, removed);
      };
      return { outcomes, committed };
    },
  };
}
