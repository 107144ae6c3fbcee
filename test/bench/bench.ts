import type { PartName, Settings } from './arguments.ts';

/** What was measured, as rows of cells; numbers are written with their digits grouped. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** How it was measured, where the columns do not say it. */
  readonly note?: string;
}

/** What the product sets itself, and what this run found. Nothing fails where it is missed: the table says so. */
export interface Aim {
  readonly what: string;
  readonly aim: string;
  readonly found: string;
  readonly reached: boolean;
}

export interface Measured {
  readonly tables: readonly Table[];
  readonly aims: readonly Aim[];
}

/** What a part is given. */
export interface Bench {
  readonly settings: Settings;
  /** Aborted by Ctrl-C; whatever waits gives up. */
  readonly signal: AbortSignal;
  say(line: string): void;
  /** Rejects once the run is given up. */
  wait(ms: number): Promise<void>;
  /** Registers what to stop when the part ends, however it ends; the last registered is stopped first. */
  onEnd(stop: () => Promise<unknown>): void;
}

/** One part of the programme. */
export interface Part {
  readonly name: PartName;
  readonly title: string;
  run(bench: Bench): Promise<Measured>;
}
