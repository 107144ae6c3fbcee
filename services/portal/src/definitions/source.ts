import type { Definition, PublishedFigure } from '@heliograph/schema';
import { ProblemError } from '../problems/problem.ts';
import type { Extent, Notice } from '../stores/summary-store.ts';
import { isCollected, standingOf } from './definition-state.ts';
import { storedAs } from './storage-description.ts';

const DAY_MS = 86_400_000;

/** Throws a ProblemError where there is none that is public. */
export function findSource(definitions: readonly Definition[], application: string, telemetryType: string): Definition {
  const found = definitions.find((d) => d.application === application && d.telemetry_type === telemetryType);
  if (found === undefined) throw new ProblemError('unknown_source');
  return found;
}

/** The name of the figure of paths that no definition allows: it is there for every source. */
const UNREGISTERED = '_unregistered';

/** Throws a ProblemError where the source publishes nothing of this name. */
export function requireSummary(definition: Definition, name: string | undefined): void {
  if (name === undefined || name === UNREGISTERED || definition.summaries.some((summary) => summary.name === name))
    return;
  throw new ProblemError('unknown_summary');
}

/** What a definition says, for readers who have no other. */
export function describeDefinition(definition: Definition) {
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
      stored: storedAs(field),
    })),
    summaries: definition.summaries,
  };
}

/** What the API says of a source: its definition, where it stands, and what there is of it. */
export function describeSource(
  definition: Definition,
  { extents, notices }: { extents: readonly Extent[]; notices: readonly Notice[] },
  nowMs: number,
) {
  const extent = extents.find((of) => isOf(definition, of));
  return {
    ...describeDefinition(definition),
    standing: standingOf(definition, nowMs),
    collected: isCollected(definition, nowMs),
    data_from: extent?.from ?? null,
    data_up_to: extent?.to ?? null,
    computed_at: extent?.computed_at ?? null,
    notices: notices
      .filter((of) => isOf(definition, of))
      .map(({ from_day, to_day, notice }) => ({ from_day, to_day, notice })),
  };
}

/** Whether something is of a definition's source. */
export function isOf(definition: Definition, of: { application: string; telemetry_type: string }): boolean {
  return of.application === definition.application && of.telemetry_type === definition.telemetry_type;
}

/** The figures of a source in the order of its definition, unregistered paths left out. */
export function figuresOf(definition: Definition, figures: readonly PublishedFigure[]): PublishedFigure[] {
  const place = new Map(definition.summaries.map(({ name }, i) => [name, i]));
  return figures
    .filter((figure) => isOf(definition, figure) && figure.kind !== 'unregistered')
    .toSorted(
      (a, b) => (place.get(a.name) ?? Infinity) - (place.get(b.name) ?? Infinity) || (a.name < b.name ? -1 : 1),
    );
}
