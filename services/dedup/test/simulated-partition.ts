import {
  type MessageTopicId,
  type Observation,
  REQUEST_HEADER,
  type Register,
  type SystemRequest,
} from '@heliograph/schema';
import { type ConsumerRecord, encode, type Outcome, type PartitionHandler } from '@heliograph/stream';
import { anInput } from '@heliograph/testkit';
import { openPartition } from '../src/handler.ts';
import { sha256 } from '../src/hash.sha256.ts';
import { createMemory } from '../src/memory.ts';
import { createSeenKeys } from '../src/seen-keys.memory.ts';

/** Without a time of its own, as if every stage before had been quick. */
export function asInput(
  message: Observation | SystemRequest,
  timestampMs = Date.parse(message.received_at),
): ConsumerRecord {
  return anInput(message, {
    timestampMs,
    headers: 'request' in message ? { [REQUEST_HEADER]: message.request } : {},
  });
}

/** A partition without a broker: a journal that is written on commit, and a process that may crash and come back. */
export class SimulatedPartition {
  readonly observations: unknown[] = [];
  /** What a compacted `systems` topic holds. */
  readonly systems = new Map<string, unknown>();
  readonly erasures: unknown[] = [];
  readonly #journal: ConsumerRecord[] = [];
  readonly #register: Register;
  #handler: PartitionHandler | undefined;

  constructor(register: Register) {
    this.#register = register;
  }

  /** Decides a batch without committing it. */
  async abort(batch: readonly ConsumerRecord[]): Promise<void> {
    await (await this.#open()).decide(batch);
  }

  async commit(batch: readonly ConsumerRecord[]): Promise<readonly Outcome<MessageTopicId>[]> {
    const { outcomes, committed } = await (await this.#open()).decide(batch);
    for (const outcome of outcomes) {
      if (outcome.kind !== 'ok') continue;
      for (const { topic, key, value } of outcome.emissions) {
        if (topic === 'observations') this.observations.push(value);
        else if (topic === 'erasures') this.erasures.push(value);
        else if (topic === 'systems' && value === null) this.systems.delete(key);
        else if (topic === 'systems') this.systems.set(key, value);
        else this.#journal.push(anInput(encode(value), { topic: 'seen', key }));
      }
    }
    committed?.();
    return outcomes;
  }

  crash(): void {
    this.#handler = undefined;
  }

  async #open(): Promise<PartitionHandler> {
    this.#handler ??= await openPartition({
      register: this.#register,
      hash: sha256,
      memory: createMemory(createSeenKeys()),
      restore: async (each) => this.#journal.forEach(each),
      report: () => {},
      close: () => {},
    });
    return this.#handler;
  }
}
