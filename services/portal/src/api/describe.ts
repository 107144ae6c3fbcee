import { compareDefinitions, DAY_MS, type Definition } from '@heliograph/schema';
import { definitionState, isCollected } from '../definitions/definition-state.ts';
import { isOf } from '../definitions/source.ts';
import { describeStorage } from '../definitions/storage-description.ts';
import type { Extent, Notice, PastDefinition } from '../stores/summary-store.ts';

/** What a definition says, for readers who have no other. */
function describeDefinition(definition: Definition) {
  const { application, telemetry_type, schema_version, title, status, owner, expires, review, fields } = definition;
  return {
    application,
    telemetry_type,
    schema_version,
    title,
    status,
    owner,
    expires,
    approval: definition.approval ?? null,
    retention_days: definition.retention / DAY_MS,
    minimum_systems: definition.publish.minimum_systems,
    round_to: definition.publish.round_to,
    review,
    fields: Object.entries(fields).map(([pointer, field]) => ({
      pointer,
      type: field.type,
      sanitise: field.sanitise,
      stored: describeStorage(field),
    })),
    summaries: definition.summaries,
  };
}

/** A source's definition, its state, and what is published of it. */
export function describeSource(
  definition: Definition,
  { extents, notices }: { readonly extents: readonly Extent[]; readonly notices: readonly Notice[] },
  nowMs: number,
) {
  const extent = extents.find((of) => isOf(definition, of));
  return {
    ...describeDefinition(definition),
    standing: definitionState(definition, nowMs),
    collected: isCollected(definition, nowMs),
    data_from: extent?.from ?? null,
    data_up_to: extent?.to ?? null,
    computed_at: extent?.computed_at ?? null,
    notices: notices
      .filter((of) => isOf(definition, of))
      .map(({ from_day, to_day, notice }) => ({ from_day, to_day, notice })),
  };
}

/** The definitions that a source has had, each with what it changed. Newest first, as given. */
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
