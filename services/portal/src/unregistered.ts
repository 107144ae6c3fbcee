import { z } from 'zod';

/** Paths of fields that no definition allows, as the summarizer publishes them: what was sent there is never kept. */
export const UnregisteredFigures = z.union([
  z.object({ suppressed: z.literal(true) }),
  z.object({
    suppressed: z.literal(false),
    /** Most frequent first. A system may be among those of several. */
    values: z.array(z.object({ value: z.string(), systems: z.number() })),
    /** The systems that sent a path which is not among these, whatever else they sent. */
    other: z.number(),
  }),
]);
export type UnregisteredFigures = z.infer<typeof UnregisteredFigures>;

/** The unregistered paths of one day: `systems` of `of_systems` sent one; null where they are too few. */
export interface UnregisteredPaths {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly systems: number | null;
  readonly of_systems: number | null;
  readonly figures: UnregisteredFigures;
}
