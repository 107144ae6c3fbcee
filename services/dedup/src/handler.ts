import { type Emission, type Observation, type Register, receivedBy, type SystemRequest } from '@heliograph/schema';
import {
  type ConsumerRecord,
  dead,
  decode,
  drop,
  type Outcome,
  ok,
  type PartitionHandler,
  type Restore,
} from '@heliograph/stream';
import { beginBatch, isWindowOver, type Judgement } from './dedup.ts';
import type { Memory } from './memory.ts';
import type { Hash } from './policy.ts';

export interface HandlerOptions {
  readonly register: Register;
  readonly hash: Hash;
  /** Empty: it is filled from the journal. */
  readonly memory: Memory;
  readonly restore: Restore;
  /** Told whenever the memory has changed. */
  readonly report: (memory: Memory) => void;
  /** Told that the partition, and with it the memory, is given up. */
  readonly close: () => void;
}

/**
 * Opens a partition: restores its memory from the journal, then judges batches. Rejects where the journal holds something
 * that is not an entry, because a memory with a gap would count twice.
 */
export async function openPartition(options: HandlerOptions): Promise<PartitionHandler<Owned>> {
  const { register, hash, memory, restore, report, close } = options;
  let broken: string | undefined;
  await restore((record) => {
    const entry = decode('seen', record);
    if ('message' in entry) memory.remember(entry.message);
    else broken ??= `${record.key}: ${entry.dead.detail}`;
  });
  if (broken !== undefined) throw new Error(`the journal of dedup keys cannot be read at ${broken}`);
  report(memory);
  return {
    close,
    decide(batch) {
      const judgement = beginBatch(memory, hash);
      const outcomes = batch.map((record) => outcomeOf(record, register, judgement));
      const committed = () => {
        judgement.commit();
        report(memory);
      };
      return { outcomes, committed };
    },
  };
}

/** What dedup owns: each new observation or request, the table of systems, its journal, and which systems were erased. */
type Owned = 'observations' | 'systems' | 'seen' | 'erasures';

function outcomeOf(record: ConsumerRecord, register: Register, judgement: Judgement): Outcome<Owned> {
  const decoded = decode('sanitized', record);
  if ('dead' in decoded) return decoded.dead;
  const { timestampMs } = record;
  return 'request' in decoded
    ? outcomeOfRequest(receivedBy(decoded.request, timestampMs), timestampMs, register, judgement)
    : outcomeOfReport(receivedBy(decoded.message, timestampMs), timestampMs, register, judgement);
}

/** `enteredMs` is when the record entered the log, by the broker's clock. */
function outcomeOfReport(
  observation: Observation,
  enteredMs: number,
  register: Register,
  judgement: Judgement,
): Outcome<Owned> {
  const { application, telemetry_type, system_key } = observation;
  const definition = register.find(application, telemetry_type);
  if (definition === undefined) return dead('unknown_definition', `no definition of ${application}/${telemetry_type}`);
  // First of all, for a dead letter would keep for days what must not be kept at all.
  if (judgement.isErased(observation, definition)) return drop('erased');
  if (isWindowOver(observation.day, definition.record.late_window, enteredMs))
    return dead('dedup_window_expired', `/day: dedup no longer remembers ${observation.day}`);
  const verdict = judgement.judge(observation, definition);
  switch (verdict.kind) {
    case 'duplicate':
      return drop(verdict.why);
    case 'new': {
      const { entry, system } = verdict;
      const happened: Emission<'observations'> = { topic: 'observations', key: system_key, value: observation };
      const latest: Emission<'systems'> = { topic: 'systems', key: system, value: observation };
      const seen: Emission<'seen'> = { topic: 'seen', key: observation.id, value: entry };
      return ok(verdict.newest ? [happened, latest, seen] : [happened, seen]);
    }
    default:
      return verdict satisfies never;
  }
}

/** A request goes on in its place among the observations; an erasure also empties the table of systems. */
function outcomeOfRequest(
  request: SystemRequest,
  enteredMs: number,
  register: Register,
  judgement: Judgement,
): Outcome<Owned> {
  const { receipt, system_keys } = request;
  const verdict = judgement.judgeRequest(request, enteredMs, register);
  switch (verdict.kind) {
    case 'duplicate':
      return drop('duplicate_request');
    case 'new': {
      const goesOn: Emission<'observations'> = {
        topic: 'observations',
        key: system_keys[0] ?? receipt,
        value: request,
      };
      const seen: Emission<'seen'> = { topic: 'seen', key: receipt, value: verdict.entry };
      if (request.request === 'export') return ok([goesOn, seen]);
      const tombstones = verdict.erased.map((key): Emission<'systems'> => ({ topic: 'systems', key, value: null }));
      // For whoever delivers dead letters again, who does not ask dedup.
      const erasure: Emission<'erasures'> = { topic: 'erasures', key: receipt, value: request };
      return ok([goesOn, ...tombstones, erasure, seen]);
    }
    default:
      return verdict satisfies never;
  }
}
