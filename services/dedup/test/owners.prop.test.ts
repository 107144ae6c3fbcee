import type { Observation } from '@heliograph/schema';
import { type ConsumerRecord, encode, type PartitionHandler } from '@heliograph/stream';
import { anInput, observations } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPartition } from '../src/handler.ts';
import { sha256 } from '../src/hash.sha256.ts';
import { createMemory, type Memory } from '../src/memory.ts';
import { createSeenKeys } from '../src/seen-keys.memory.ts';
import { createModel, POLICY_NAMES, type Policy, registerWith } from './dedup-model.ts';

interface Owner {
  readonly epoch: number;
  readonly handler: PartitionHandler;
  readonly memory: Memory;
  next: number;
}

/** One partition and those who own it one after the other; only the last can commit, as a fence sees to it. */
class ContestedPartition {
  readonly observations: unknown[] = [];
  readonly #journal: ConsumerRecord[] = [];
  readonly #input: readonly ConsumerRecord[];
  readonly #policy: Policy;
  #position = 0;
  #epoch = 0;

  constructor(policy: Policy, input: readonly Observation[]) {
    this.#policy = policy;
    this.#input = input.map((one) => anInput(one, { timestampMs: Date.parse(one.received_at) }));
  }

  get isDone(): boolean {
    return this.#position >= this.#input.length;
  }

  /** Fences, reads the position, restores. */
  async acquire(): Promise<Owner> {
    this.#epoch += 1;
    const [epoch, next] = [this.#epoch, this.#position];
    const memory = createMemory(createSeenKeys());
    const restore = async (each: (record: ConsumerRecord) => void) => this.#journal.forEach(each);
    const silent = { report: () => {}, close: () => {} };
    const register = registerWith(this.#policy);
    return {
      epoch,
      next,
      memory,
      handler: await openPartition({ register, hash: sha256, memory, restore, ...silent }),
    };
  }

  /** Decides a batch. What is returned commits it, and tells whether that was let through. */
  async decide(owner: Owner, size: number): Promise<() => boolean> {
    const batch = this.#input.slice(owner.next, owner.next + size);
    const { outcomes, committed } = await owner.handler.decide(batch);
    const next = owner.next + batch.length;
    return () => {
      if (owner.epoch !== this.#epoch) return false;
      for (const { topic, key, value } of outcomes.flatMap((one) => (one.kind === 'ok' ? one.emissions : []))) {
        if (topic === 'observations') this.observations.push(value);
        if (topic === 'seen') this.#journal.push(anInput(encode(value), { topic: 'seen', key }));
      }
      this.#position = next;
      owner.next = next;
      committed?.();
      return true;
    };
  }
}

/** A turn of one of three processes: its batch is committed, or tried again later, or it loses the partition or dies. */
const turn = fc.record({
  who: fc.nat({ max: 2 }),
  does: fc.constantFrom('commits' as const, 'commits', 'commits', 'gives_up', 'loses_it', 'dies_after_commit'),
  size: fc.integer({ min: 1, max: 6 }),
});
const crowd = fc.array(observations({ systems: 3, days: 3, ids: 20 }), { maxLength: 40 });

describe.each(POLICY_NAMES)('%s, with owners that come, go and come back', (policy) => {
  it('decides as a plain set does, and remembers what a restore would', async () => {
    await fc.assert(
      fc.asyncProperty(crowd, fc.array(turn, { maxLength: 40 }), async (input, turns) => {
        const partition = new ContestedPartition(policy, input);
        const owners = new Map<number, Owner>();
        const late: (() => boolean)[] = [];
        for (const { who, does, size } of turns) {
          const owner = owners.get(who) ?? (await partition.acquire());
          owners.set(who, owner);
          const commit = await partition.decide(owner, size);
          switch (does) {
            case 'commits':
              // Whoever has been refused must acquire anew.
              if (!commit()) owners.delete(who);
              break;
            case 'dies_after_commit':
              commit();
              owners.delete(who);
              break;
            case 'gives_up':
              break;
            case 'loses_it':
              // It has had no answer yet when the partition gets another owner.
              late.push(commit);
              owners.set(who, await partition.acquire());
              break;
            default:
              does satisfies never;
          }
          for (const zombie of late) expect(zombie()).toBe(false);
        }
        const last = await partition.acquire();
        while (!partition.isDone) (await partition.decide(last, 5))();

        const model = createModel(policy);
        expect(partition.observations).toStrictEqual(input.filter((one) => model(one) === 'ok'));
        const restored = await partition.acquire();
        expect([restored.memory.keys, restored.memory.systems]).toEqual([last.memory.keys, last.memory.systems]);
      }),
    );
  });
});
