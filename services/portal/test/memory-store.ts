import type { PublishedFigure } from '@heliograph/schema';
import type { Extent, Notice, PastDefinition, SummaryStore } from '../src/stores/summary-store.ts';

export interface Published {
  readonly figures: readonly PublishedFigure[];
  readonly notices: readonly Notice[];
  readonly definitions: readonly PastDefinition[];
}

/** What PostgreSQL would answer with these rows; both are held to test/summary-store.contract.ts. */
export function memoryStore({ figures = [], notices = [], definitions = [] }: Partial<Published> = {}) {
  const by = (keyOf: (figure: PublishedFigure) => readonly string[]) => (a: PublishedFigure, b: PublishedFigure) =>
    keyOf(a).join('\0') < keyOf(b).join('\0') ? -1 : 1;
  const daysOf = (channel: string) => figures.filter((f) => f.channel === channel && f.period === 'day');
  const sourceOf = ({ application, telemetry_type }: PublishedFigure) => `${application}/${telemetry_type}`;

  return {
    async series({
      application,
      telemetry_type,
      channel,
      period,
      from,
      to,
      everyDays = 1,
      name,
      after,
      limit = Infinity,
    }) {
      const days = (start: string) => (Date.parse(to) - Date.parse(start)) / 86_400_000;
      return figures
        .filter((f) => f.application === application && f.telemetry_type === telemetry_type && f.channel === channel)
        .filter((f) => f.period === period && f.start >= from && f.start <= to && days(f.start) % everyDays === 0)
        .filter((f) => (name === undefined ? f.kind !== 'unregistered' : f.name === name))
        .filter((f) => !after || f.start > after.start || (f.start === after.start && f.name > after.name))
        .toSorted(by(({ start, name: n }) => [start, n]))
        .slice(0, limit);
    },
    async latest(channel) {
      const last = Map.groupBy(daysOf(channel), sourceOf);
      return [...last.values()]
        .flatMap((all) => all.filter(({ start }) => all.every((other) => other.start <= start)))
        .toSorted(by((f) => [f.application, f.telemetry_type, f.name]));
    },
    async extents(channel) {
      const sources = Map.groupBy(daysOf(channel), sourceOf);
      return [...sources.keys()].toSorted().flatMap((key) => extentOf(sources.get(key) ?? []));
    },
    notices: async (channel) => notices.filter((notice) => notice.channel === channel),
    async pastDefinitions(application, telemetryType) {
      return definitions
        .filter(({ definition: d }) => d.application === application && d.telemetry_type === telemetryType)
        .toSorted((a, b) => (a.since > b.since ? -1 : 1));
    },
    async frozenMonths(channel) {
      const own = figures.filter((f) => f.channel === channel && f.kind !== 'unregistered');
      const months = Map.groupBy(own, ({ start }) => start.slice(0, 7));
      const frozen = [...months].filter(([, all]) => all.every(({ final }) => final));
      return frozen
        .map(([month, { length }]) => ({ month, digest: String(length) }))
        .toSorted((a, b) => (a.month > b.month ? -1 : 1));
    },
    version: async () => JSON.stringify([figures, notices, definitions]),
  } satisfies SummaryStore;
}

function extentOf(figures: readonly PublishedFigure[]): Extent[] {
  const [first] = figures;
  if (first === undefined) return [];
  const { application, telemetry_type, channel } = first;
  const days = figures.map(({ start }) => start).toSorted();
  const computed_at =
    figures
      .map((figure) => figure.computed_at)
      .toSorted()
      .at(-1) ?? '';
  return [{ application, telemetry_type, channel, from: days[0] ?? '', to: days.at(-1) ?? '', computed_at }];
}

/** A store all of whose methods reject while there is a failure. */
export function failingStore(store: SummaryStore, failure: () => unknown): SummaryStore {
  return new Proxy(store, {
    get(target, name, receiver) {
      const value = Reflect.get(target, name, receiver);
      const error = failure();
      return error === undefined || typeof value !== 'function' ? value : () => Promise.reject(error);
    },
  });
}
