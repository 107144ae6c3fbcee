import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assign,
  type SlotEffect,
  type SlotEvent,
  type SlotState,
  type Transition,
  transition,
} from '../src/consume/slot.ts';

type Step = 'acquired' | 'settled' | 'retry' | 'failed' | 'elapsed' | 'reassigned' | 'lost';
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<Step>('acquired', 'settled', 'elapsed') },
    { weight: 2, arbitrary: fc.constantFrom<Step>('retry', 'failed', 'reassigned') },
    { weight: 1, arbitrary: fc.constant<Step>('lost') },
  ),
  { maxLength: 60 },
);

/** A loop that does what the effects ask, and keeps count of what it holds. */
class World {
  state: SlotState<number>;
  acquisitions = 0;
  /** Acquired and not released. */
  readonly open = new Set<number>();
  readonly released: number[] = [];
  fetching = false;
  ready = false;
  waits = 0;
  #works = 0;
  #next = 0n;

  constructor() {
    const first = assign<number>();
    this.state = first.state;
    this.apply(first);
  }

  take(step: Step, random: number): void {
    const event = this.#eventOf(step, random);
    if (event !== undefined) this.on(event);
  }

  /** What the step is to the loop now; undefined where it cannot happen. */
  #eventOf(step: Step, random: number): SlotEvent<number> | undefined {
    switch (step) {
      case 'acquired': {
        if (this.acquisitions === 0) return undefined;
        this.acquisitions -= 1;
        this.#works += 1;
        this.open.add(this.#works);
        return { kind: 'acquired', held: { work: this.#works, next: this.#next }, isCaughtUp: random < 0.5 };
      }
      case 'settled':
        // Only a slot that runs is given batches.
        if (this.state.kind !== 'running') return undefined;
        this.#next += 1n;
        return { kind: 'settled', next: this.#next };
      case 'failed':
        if (this.state.kind === 'acquiring') {
          if (this.acquisitions === 0) return undefined;
          this.acquisitions -= 1;
        }
        return { kind: step, cause: 'down', random };
      case 'retry':
        return { kind: step, cause: 'down', random };
      case 'elapsed':
        if (this.waits === 0) return undefined;
        this.waits -= 1;
        return { kind: step };
      case 'reassigned':
      case 'lost':
        return { kind: step };
    }
  }

  on(event: SlotEvent<number>): void {
    const result = transition(this.state, event);
    this.state = result.state;
    this.apply(result);
  }

  apply({ effects }: Transition<number>): void {
    for (const effect of effects) this.perform(effect);
  }

  perform(effect: SlotEffect<number>): void {
    if (effect.kind === 'acquire') this.acquisitions += 1;
    if (effect.kind === 'resume') this.fetching = true;
    if (effect.kind === 'ready') this.ready = true;
    if (effect.kind === 'not-ready') this.ready = false;
    if (effect.kind === 'pause' || effect.kind === 'forget') this.fetching = false;
    if (effect.kind === 'wait') this.waits += 1;
    if (effect.kind === 'cancel-wait') this.waits = 0;
    if (effect.kind === 'seek') expect(effect.offset).toBe(this.#next);
    if (effect.kind !== 'release') return;
    expect(this.open.delete(effect.work)).toBe(true);
    this.released.push(effect.work);
  }
}

const attemptsOf = (state: SlotState<number>) => (state.kind === 'lost' ? 0 : state.attempts);

describe('a slot, whatever happens in whatever order', () => {
  it('holds one work at most, fetches only while it runs, and waits only while it backs off', () => {
    fc.assert(
      fc.property(steps, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (all, random) => {
        const world = new World();
        for (const step of all) {
          const before = attemptsOf(world.state);
          world.take(step, random);
          const { state } = world;
          const held = 'held' in state ? state.held : undefined;
          expect([...world.open]).toEqual(held === undefined ? [] : [held.work]);
          expect(world.fetching).toBe(state.kind === 'running');
          expect(world.waits).toBe(state.kind === 'backing-off' ? 1 : 0);
          if (state.kind !== 'lost') expect(world.acquisitions).toBe(state.kind === 'acquiring' ? 1 : 0);
          if (step !== 'settled' && state.kind !== 'lost') expect(attemptsOf(state)).toBeGreaterThanOrEqual(before);
        }
      }),
    );
  });

  it('is ready only while its last attempt has succeeded, or there was nothing to attempt', () => {
    fc.assert(
      fc.property(steps, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (all, random) => {
        const world = new World();
        for (const step of all) {
          const [wasReady, { kind: before }] = [world.ready, world.state];
          world.take(step, random);
          const { state } = world;
          if (state.kind === 'acquiring' || state.kind === 'backing-off') expect(world.ready).toBe(false);
          if (state.kind === 'running') expect(world.ready).toBe(state.isProven);
          // Neither the end of a wait nor a new acquisition of a partition that has records makes it ready.
          const succeeded = step === 'settled' || step === 'lost' || (step === 'acquired' && random < 0.5);
          if (!wasReady && world.ready) expect([succeeded, before]).toEqual([true, expect.any(String)]);
        }
      }),
    );
  });

  it('has released all that it acquired, each once, when it is lost and what was under way has ended', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const world = new World();
        for (const step of all) world.take(step, 0.5);
        world.take('lost', 0.5);
        while (world.acquisitions > 0) world.take('acquired', 0.5);
        expect([...world.open]).toEqual([]);
        expect(new Set(world.released).size).toBe(world.released.length);
        const before = world.released.length;
        for (const step of all) world.take(step, 0.5);
        expect([world.state.kind, world.fetching, world.waits]).toEqual(['lost', false, 0]);
        expect(world.released).toHaveLength(before);
      }),
    );
  });
});
