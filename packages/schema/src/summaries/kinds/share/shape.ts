import { z } from 'zod';
import { Pointer } from '../../../field.ts';
import { VERSION_LEVELS, type VersionLevel } from '../../../version.ts';
import { named, type SummaryChecks, VersionLevelName } from '../../contract/definition.ts';
import { count, said, unlessFew, Value, type ValueCount } from '../../contract/numbers.ts';

const definition = z
  .strictObject({
    ...named,
    kind: z.literal('share'),
    field: Pointer.describe('Which of the fields is counted by value; of a map by key, of a list by member.'),
    levels: z.array(VersionLevelName).min(1).optional().describe('For versions: how far to shorten them.'),
  })
  .describe('How many systems have which value.');
export type ShareSummary = z.infer<typeof definition>;

/**
 * A partition of the systems that reported: `values`, `other` and `absent` together are all of them. `other` are those of every
 * value that is not shown; where too few systems lack the field, `absent` is null, and they are among `other`.
 */
const Share = z.object({
  /** Of a map, the key; of a list, the member; else null. */
  key: z.string().nullable(),
  /** How far versions are shortened; null where they are not. */
  level: z.enum(VERSION_LEVELS).nullable(),
  /** How many systems the partition is about: all of `values` and `other`. */
  systems: count,
  /** Most frequent first. Of a member of a list there is none: `systems` have it, `absent` have it not. */
  values: z.array(Value),
  other: count,
  absent: unlessFew,
});
export type Share = z.infer<typeof Share>;

const figures = z.object({ ...said, shares: z.array(Share) });
export type ShareFigures = z.infer<typeof figures>;

export const shareShape = {
  definition,
  figures,
  check: ({ field, levels }: ShareSummary, { reads, levels: ofVersions }: SummaryChecks) => [
    ...reads('field', field),
    ...ofVersions('levels', field, levels),
  ],
};

export interface CountedShare {
  readonly kind: 'share';
  readonly name: string;
  readonly levels: readonly VersionLevel[];
  /** One for each key of a map, the most frequent ones; a single one with the key null where the field has no wildcard. */
  readonly parts: readonly Part[];
  /**
   * Of a list: a system is among those of each of its members, and those that few have may be missing. Versions are
   * shortened to the finest of the levels: how many have one of a coarser level cannot be told by adding these up.
   */
  readonly members: readonly ValueCount[];
}

/** Systems by value: a partition of those that have the key. Versions are shortened to the finest of the levels. */
export interface Part {
  readonly key: string | null;
  /** Those of all counts, and the rest. */
  readonly systems: number;
  readonly counts: readonly ValueCount[];
  /** The systems of values that were too rare to be listed, because there are thousands: always to be hidden. */
  readonly rest: number;
}
