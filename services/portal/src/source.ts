import type { Definition } from '@heliograph/schema';
import type { PublishedSummary } from './summary-store.ts';

const DAY_MS = 86_400_000;

/** Definitions that have taken in data: drafts are nobody's business yet. */
export function publicDefinitions(definitions: readonly Definition[]): Definition[] {
  return definitions.filter(({ status }) => status !== 'draft');
}

/** Whether reports of this kind are still taken. */
export function isCollected({ status, expires }: Definition, nowMs: number): boolean {
  return status === 'approved' && nowMs < Date.parse(expires);
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
    collected: isCollected(definition, nowMs),
    expires,
    approval: definition.approval ?? null,
    retention_days: definition.retention / DAY_MS,
    minimum_systems: definition.publish.minimum_systems,
    review,
    fields: Object.entries(fields).map(([pointer, { type, sanitise }]) => ({ pointer, type, sanitise })),
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
