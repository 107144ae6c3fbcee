import type { Definition } from '@heliograph/schema';
import { ProblemError } from './problem.ts';
import { isCollected, standingOf } from './standing.ts';
import { storedAs } from './stored-as.ts';
import type { PublishedSummary } from './summary-store.ts';

const DAY_MS = 86_400_000;

/** Throws a ProblemError where there is none that is public. */
export function findSource(definitions: readonly Definition[], application: string, telemetryType: string): Definition {
  const found = definitions.find((d) => d.application === application && d.telemetry_type === telemetryType);
  if (found === undefined) throw new ProblemError('unknown_source');
  return found;
}

/** What /api/v1/sources says of a source; `latest` are the summaries of its last published day. */
export function describeSource(definition: Definition, latest: readonly PublishedSummary[], nowMs: number) {
  const { application, telemetry_type, schema_version, title, owner, expires, review, fields } = definition;
  return {
    application,
    telemetry_type,
    schema_version,
    title,
    owner,
    standing: standingOf(definition, nowMs),
    collected: isCollected(definition, nowMs),
    expires,
    approval: definition.approval ?? null,
    retention_days: definition.retention / DAY_MS,
    minimum_systems: definition.publish.minimum_systems,
    review,
    fields: Object.entries(fields).map(([pointer, field]) => ({
      pointer,
      type: field.type,
      sanitise: field.sanitise,
      stored: storedAs(field),
    })),
    summaries: definition.summaries,
    ...freshness(latest),
  };
}

/** Up to which day there is data, and when the last of its figures changed; null where nothing is published yet. */
export function freshness(latest: readonly PublishedSummary[]) {
  return {
    data_up_to: latest[0]?.day ?? null,
    computed_at:
      latest
        .map(({ computed_at }) => computed_at)
        .toSorted()
        .at(-1) ?? null,
  };
}

/** The summaries that belong to a definition, in its order. */
export function summariesOf(definition: Definition, summaries: readonly PublishedSummary[]): PublishedSummary[] {
  const place = new Map(definition.summaries.map(({ name }, i) => [name, i]));
  return summaries
    .filter((s) => s.application === definition.application && s.telemetry_type === definition.telemetry_type)
    .toSorted(
      (a, b) => (place.get(a.name) ?? Infinity) - (place.get(b.name) ?? Infinity) || (a.name < b.name ? -1 : 1),
    );
}
