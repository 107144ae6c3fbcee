import { compareDefinitions } from '@heliograph/schema';
import { describeDefinition } from '../definitions/source.ts';
import type { PastDefinition } from '../stores/summary-store.ts';

/** What the API says of the definitions that a source has had, each with what it changed. Newest first, as given. */
export function describeHistory(past: readonly PastDefinition[]) {
  return past.map(({ definition, since }, i) => {
    const before = past[i + 1]?.definition;
    return {
      since,
      definition: describeDefinition(definition),
      changes: before === undefined ? [] : compareDefinitions(before, definition),
    };
  });
}
