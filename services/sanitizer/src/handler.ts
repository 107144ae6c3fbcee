import { compile, type Pseudonyms, type Removed, type Sanitized } from '@heliograph/privacy';
import {
  type Definition,
  perDefinition,
  type RawRecord,
  type RawRequest,
  type Register,
  receivedBy,
} from '@heliograph/schema';
import { dead, decode, drop, type Outcome, ok, type PartitionHandler } from '@heliograph/stream';
import { withBoundedTimes } from './bounded-times.ts';
import { toSystemRequest } from './requests.ts';

/** Where what was removed is counted. */
export interface RemovalCounts {
  add(definition: Definition, removed: Removed): void;
}

/**
 * Raw records in, sanitised observations out, and requests under the keys of their systems. It holds nothing of a partition,
 * so one serves all of them. Throws if a definition contradicts itself.
 */
export function createHandler(
  register: Register,
  pseudonyms: Pseudonyms,
  counts: RemovalCounts,
): PartitionHandler<'sanitized'> {
  const sanitizerOf = perDefinition((definition) => compile(definition, pseudonyms));
  register.definitions.forEach(sanitizerOf);

  /** `writtenMs` is when the broker wrote the report, by its clock. */
  function decideReport(report: RawRecord, writtenMs: number, done: [Definition, Sanitized][]): Outcome<'sanitized'> {
    const { application, telemetry_type } = report;
    const definition = register.find(application, telemetry_type);
    if (definition === undefined)
      return dead('unknown_definition', `no definition of ${application}/${telemetry_type}`);
    // Not whether it has expired or been retired: what the gateway took in before that was promised a place.
    if (!register.mayProcess(definition)) return dead('not_approved', `its definition is ${definition.status}`);
    const sanitized = sanitizerOf(definition)(withBoundedTimes(report, writtenMs, definition));
    done.push([definition, sanitized]);
    const { observation } = sanitized;
    // A dead letter would keep for days what must not be kept at all.
    if (observation === undefined) return drop('personal_data');
    return ok([{ topic: 'sanitized', key: observation.system_key, value: observation }]);
  }

  function decideRequest(raw: RawRequest): Outcome<'sanitized'> {
    const request = toSystemRequest(raw, register, pseudonyms);
    if (request === undefined) return dead('unknown_definition', `no definition of the application ${raw.application}`);
    return ok([{ topic: 'sanitized', key: request.system_keys[0] ?? request.receipt, value: request }]);
  }

  return {
    decide(batch) {
      const done: [Definition, Sanitized][] = [];
      const outcomes = batch.map((record) => {
        const decoded = decode('raw', record);
        if ('dead' in decoded) return decoded.dead;
        const { timestampMs } = record;
        return 'request' in decoded
          ? decideRequest(receivedBy(decoded.request, timestampMs))
          : decideReport(decoded.message, timestampMs, done);
      });
      // A batch that is tried again would be counted twice before it has committed.
      const committed = () => {
        for (const [definition, { removed }] of done) counts.add(definition, removed);
      };
      return { outcomes, committed };
    },
  };
}
