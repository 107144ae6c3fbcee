import { setImmediate as turn } from 'node:timers/promises';
import { vi } from 'vitest';
import type { SimulatedBroker } from './simulated-broker.ts';

/** How an effect ends: as it should; not at all, or with its answer lost; or with the process killed before or after it. */
const FATES = ['done', 'refused', 'unanswered', 'killed_before', 'killed_after'] as const;
export type Fate = (typeof FATES)[number];

export const SESSION_MS = 10_000;
const HEARTBEAT_MS = 1000;

/** What the client reports of a request that failed, and of one whose answer got lost. */
export class ConnectionLost extends Error {
  override readonly name = 'KafkaJSConnectionError';
}

/** A process of the stage. One that is frozen starts no effect; one that is dead never does anything again. */
export class SimulatedProcess {
  readonly name: string;
  state: 'running' | 'frozen' | 'dead' = 'running';
  /** The group has given up on it, which it learns when it is told of its next assignment. */
  isExpelled = false;
  /** What ended it, where nobody killed it. */
  readonly errors: unknown[] = [];

  constructor(name: string) {
    this.name = name;
  }
}

/** Something that may happen next. */
interface Candidate {
  readonly process: SimulatedProcess;
  readonly happen: (fate: Fate) => void;
}

/** What a consumer offers to the schedule. */
export interface Fetcher {
  readonly process: SimulatedProcess;
  readonly isOfTheStage: boolean;
  fetchable(): (() => void)[];
  /** Has a heartbeat answered. */
  beat(): void;
  /** The client gives up, and starts again some seconds later. */
  crash(): void;
  assign(assignment: Record<string, number[]>): void;
}

/**
 * Processes whose every effect on the world outside waits for the schedule to let it happen: in whatever order, with
 * whatever end. Time passes when the schedule says so, or when there is nothing else to do.
 */
export class SimulatedWorld {
  readonly broker: SimulatedBroker;
  readonly fetchers: Fetcher[] = [];
  #waiting: Candidate[] = [];

  constructor(broker: SimulatedBroker) {
    this.broker = broker;
  }

  /** Does something outside the process, once it is its turn. */
  readonly effect = <T>(process: SimulatedProcess, apply: () => T): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const happen = (fate: Fate) => {
      if (fate === 'refused') return reject(new ConnectionLost('not connected'));
      if (fate === 'killed_before') return this.kill(process);
      try {
        const result = apply();
        if (fate === 'killed_after') this.kill(process);
        else if (fate === 'unanswered') reject(new ConnectionLost('no answer'));
        else resolve(result);
      } catch (error) {
        reject(error);
      }
    };
    if (process.state !== 'dead') this.#waiting.push({ process, happen });
    return promise;
  };

  /** An error that nothing catches ends the process. */
  die(process: SimulatedProcess, error: unknown): void {
    process.errors.push(error);
    this.kill(process);
  }

  kill(process: SimulatedProcess): void {
    process.state = 'dead';
    this.#waiting = this.#waiting.filter((candidate) => candidate.process !== process);
  }

  /** Lets the candidate of that number happen, counted round and round; where there is none, lets time pass. */
  async step(pick: number, fate: Fate): Promise<void> {
    await turn();
    const candidates = [...this.#waiting, ...this.#fetches()].filter(({ process }) => process.state === 'running');
    const chosen = candidates[pick % candidates.length];
    if (chosen === undefined) return this.pass(1000);
    this.#waiting = this.#waiting.filter((candidate) => candidate !== chosen);
    chosen.happen(fate);
    await turn();
  }

  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= HEARTBEAT_MS) {
      vi.advanceTimersByTime(Math.min(left, HEARTBEAT_MS));
      for (const { process, beat } of this.fetchers) if (process.state === 'running' && !process.isExpelled) beat();
      await turn();
    }
  }

  /** The group waits for those who are silent for as long as their sessions last, and goes on without them. */
  async expel(silent: readonly SimulatedProcess[]): Promise<void> {
    if (silent.length > 0) await this.pass(SESSION_MS);
    for (const process of silent) process.isExpelled = true;
  }

  /** Steps in order, without faults, until `isDone`. Rejects where that takes too long: something is stuck. */
  async calm(isDone: () => boolean): Promise<void> {
    for (let n = 0; !isDone(); n += 1) {
      if (n > 2000) throw new Error('the stage is stuck');
      await this.step(0, 'done');
    }
  }

  /** A process that is frozen is not told of a new assignment. */
  assign(assignments: ReadonlyMap<SimulatedProcess, Record<string, number[]>>): void {
    for (const fetcher of this.fetchers)
      if (fetcher.isOfTheStage && fetcher.process.state === 'running')
        fetcher.assign(assignments.get(fetcher.process) ?? {});
  }

  #fetches(): Candidate[] {
    return this.fetchers.flatMap(({ process, fetchable }) =>
      process.state === 'running' ? fetchable().map((happen) => ({ process, happen })) : [],
    );
  }
}
