import type { z } from 'zod';
import { contradictionsOf } from './definition-contradictions.ts';
import { DefinitionShape } from './definition-shape.ts';

/** One definition: what one telemetry type of one application may hold, and what is done with it. */
export const Definition = DefinitionShape.superRefine((definition, context) => {
  for (const { path, message } of contradictionsOf(definition))
    context.addIssue({ code: 'custom', path: [...path], message });
});
export type Definition = z.infer<typeof DefinitionShape>;
