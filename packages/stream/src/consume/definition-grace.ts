import type { DeadReason, MessageTopicId } from '@heliograph/schema';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import type { PartitionHandler, Store } from '../outcome/handler.ts';
import type { Outcome } from '../outcome/outcome.ts';
import { isRedelivery } from '../outcome/settle.ts';

/** The definitions as this process knows them. */
export interface KnownDefinitions {
  /** Another array once anything has changed. */
  readonly definitions: readonly object[];
  /** Looks for changes at once. */
  reload(): Promise<void>;
}

export interface DefinitionGrace {
  handler<T extends MessageTopicId>(handler: PartitionHandler<T>): PartitionHandler<T>;
  store(store: Store): Store;
}

/**
 * Twice what a ConfigMap needs to reach every pod at the worst: a minute until the kubelet looks, another one for its
 * cache.
 */
const GRACE_MS = 300_000;

/** What a handler says of a record when it lacks a definition that an earlier stage may have had. */
const MISSING_DEFINITION: readonly DeadReason[] = ['unknown_definition', 'not_approved'];

const WAIT_FOR_DEFINITION = { kind: 'retry', cause: 'waiting_for_definition' } as const satisfies Outcome;

/** A bound on memory: senders choose the names. No wait begins beyond it. */
const MAX_NAMES = 1000;

/**
 * Lets stages learn of a change of the definitions at different times. A record that came through the gateway was promised
 * a place by definitions that the gateway had; where this process lacks them, it looks for them at once, and its partition
 * waits for them rather than give the record up. It waits once for each definition: one that has not come by then is
 * missing here, and its records are dead letters at once, until the register changes. Never waited for is what was dead
 * before, whose definition has had its time, and what came past the gateway, which has promised nothing.
 */
export function definitionGrace(known: KnownDefinitions, now: () => number, graceMs = GRACE_MS): DefinitionGrace {
  let register = known.definitions;
  const since = new Map<string, number>();

  function isAwaited(name: string): boolean {
    const began = since.get(name);
    if (began !== undefined) return now() - began < graceMs;
    if (since.size === MAX_NAMES) return false;
    since.set(name, now());
    return true;
  }

  async function applyGrace<T extends MessageTopicId>(
    batch: readonly ConsumerRecord[],
    outcomes: readonly Outcome<T>[],
  ): Promise<readonly Outcome<T>[]> {
    const lacking = batch.filter((record, i) => isLacking(outcomes[i]) && isPromised(record));
    if (lacking.length === 0) return outcomes;
    await known.reload();
    const hasChanged = register !== known.definitions;
    if (hasChanged) since.clear();
    register = known.definitions;
    const names = new Set(lacking.map(nameOf));
    // Every name begins its time now, whichever of them makes the batch wait.
    const awaited = [...names].filter(isAwaited);
    return hasChanged || awaited.length > 0 ? batch.map(() => WAIT_FOR_DEFINITION) : outcomes;
  }

  return {
    handler: <T extends MessageTopicId>(handler: PartitionHandler<T>): PartitionHandler<T> => ({
      ...(handler.close === undefined ? {} : { close: () => handler.close?.() }),
      async decide(batch) {
        const decision = await handler.decide(batch);
        return { ...decision, outcomes: await applyGrace(batch, decision.outcomes) };
      },
    }),
    store: (store) => ({
      ...(store.position === undefined ? {} : { position: store.position.bind(store) }),
      async write(batch, span, lease) {
        const pending = await store.write(batch, span, lease);
        try {
          return { ...pending, outcomes: await applyGrace(batch, pending.outcomes) };
        } catch (error) {
          await pending.rollback?.();
          throw error;
        }
      },
    }),
  };
}

function isLacking(outcome: Outcome<MessageTopicId> | undefined): boolean {
  return outcome?.kind === 'dead' && MISSING_DEFINITION.includes(outcome.reason);
}

/** The gateway gives every record this header, and it travels with whatever becomes of the record. */
function isPromised(record: ConsumerRecord): boolean {
  return record.headers.application !== undefined && !isRedelivery(record);
}

function nameOf({ headers }: ConsumerRecord): string {
  return `${headers.application}/${headers.telemetry_type}`;
}
