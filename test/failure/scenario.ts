import type { ServiceName } from '@heliograph/schema';
import type { Random } from '../../packages/devtools/src/random.ts';
import type { FaultKind } from './faults/kinds.ts';
import type { System } from './rig/system.ts';

export type Length = 'short' | 'long';

/** A running system under load, for a scenario to break. */
export interface Stage {
  readonly system: System;
  readonly length: Length;
  /** The scenario's own seed, for schedules. */
  readonly seed: string;
  readonly random: Random;
  say(line: string): void;
  /** Counts faults that were injected. */
  count(kind: FaultKind, times?: number): void;
  /** Every request that is begun during the act has to get an answer. */
  undisturbed(act: () => Promise<void>): Promise<void>;
}

interface Load {
  /** More than can be sent until the faults are over, however slow the machine is. */
  readonly records: number;
  /** Records a second. */
  readonly rate: number;
}

export interface Scenario {
  readonly name: string;
  /** One sentence: what is done. */
  readonly what: string;
  /** The kinds of fault that it injects, in either length: a run that has left one out fails. */
  readonly kinds: readonly FaultKind[];
  readonly services?: Partial<Record<ServiceName, number>>;
  readonly settings?: Readonly<Record<string, string>>;
  readonly load: Readonly<Record<Length, Load>>;
  /** Injects faults while records flow, and leaves everything in order. */
  run(stage: Stage): Promise<void>;
}

/** The services whose work is at stake. */
export const CONSUMERS = ['sanitizer', 'dedup', 'influx-sink', 'postgres-sink', 'summarizer'] as const;
