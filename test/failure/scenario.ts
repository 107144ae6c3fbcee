import type { ServiceName } from '@heliograph/schema';
import type { Random } from '../../packages/cli/src/random.ts';
import type { System } from './rig/system.ts';

/** `short` is part of `npm test`; `long` is what docs/reliability.md shows. */
export type Length = 'short' | 'long';

/** A running system under load, for a scenario to break. */
export interface Stage {
  readonly system: System;
  readonly length: Length;
  /** The scenario's own seed, for schedules. */
  readonly seed: string;
  readonly random: Random;
  say(line: string): void;
}

/** What was done to the system: `{ kills: 31, cuts: 4 }`. */
export type Faults = Readonly<Record<string, number>>;

export interface Load {
  /** All of them in the long run; in the short one as many as flow until the faults are over. */
  readonly records: number;
  /** Records a second. */
  readonly rate: number;
}

export interface Scenario {
  readonly name: string;
  /** One sentence: what is done. */
  readonly what: string;
  readonly services?: Partial<Record<ServiceName, number>>;
  readonly settings?: Readonly<Record<string, string>>;
  readonly load: Readonly<Record<Length, Load>>;
  /** What else than a lost, doubled or unexplained record would be wrong; one line for each finding. */
  judge?(outcomes: ReadonlyMap<number | string, number>): readonly string[];
  /** Breaks things while records flow, and leaves everything mended. */
  wreak(stage: Stage): Promise<Faults>;
}

/** The services whose work is at stake. */
export const CONSUMERS = ['sanitizer', 'dedup', 'influx-sink', 'postgres-sink', 'summarizer'] as const;
