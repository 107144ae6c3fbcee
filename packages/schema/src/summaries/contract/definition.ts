import { z } from 'zod';
import type { Field } from '../../field.ts';
import { VERSION_LEVELS } from '../../version.ts';

const SummaryName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,47}$/, 'a lower-case letter, then up to 47 lower-case letters, digits or underscores')
  .describe('The name of the figure in the public API; never used again for anything else.');

/** What the summary of every kind has in a definition. */
export const named = {
  name: SummaryName,
  title: z.string().min(1).max(60).optional().describe('How the public page calls it; else by its name.'),
};

export const VersionLevelName = z.enum(VERSION_LEVELS);

/** What two parts of a definition say that cannot both be so, at the place of one of them. */
export interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What a kind asks about the fields that a summary names. A field is checked once for being there at all. */
export interface SummaryChecks {
  at(key: string, message: string): Contradiction;
  /** Whether a field can be the subject of a figure. */
  reads(key: string, pointer: string): Contradiction[];
  /** Whether a field, if it is there, holds one of these types in the clear. */
  holds(pointer: string, types: readonly Field['type'][]): boolean;
  /** Levels, where they are given, belong to versions. */
  levels(key: string, pointer: string, given: unknown): Contradiction[];
}
