import type { Channel, Definition, Period, PublishedFigure, Summary } from '@heliograph/schema';
import { isOf } from '../definitions/source.ts';
import type { Extent, Notice, SummaryStore } from '../stores/summary-store.ts';
import { createSeries, createTimeline, type FigureSeries, startOf } from './figure-series.ts';
import { addDays, MAX_POSITIONS, type View, type Window, windowOf } from './range.ts';
import { chooseLevel } from './shares.ts';
import { measureUpgrades, type Upgrades } from './upgrades.ts';

/** How far back "how fast do people upgrade" looks, in days: some releases, whatever range is shown. */
const UPGRADE_DAYS = 400;

/** What the pages of a source show. */
export interface SourceData {
  readonly extent: Extent;
  /** Those of days of the window. */
  readonly notices: readonly Notice[];
  readonly window: Window;
  /** One figure by day, or by the periods of the window in which active systems or churn are counted. */
  series(name: string, by?: 'day' | 'active' | 'churn'): FigureSeries;
  /** How fast systems upgrade; undefined for a figure that is not of versions or has fewer than two of them. */
  upgrades(name: string): Upgrades | undefined;
}

export interface SourceDataQuery {
  readonly summaries: Pick<SummaryStore, 'extents' | 'notices' | 'series'>;
  readonly channel: Channel;
  readonly definition: Definition;
  readonly view: View;
  /** The name of a single figure, for a page of its own. */
  readonly only?: string | undefined;
}

/** Reads what a view shows; undefined if nothing has been published yet. */
export async function loadSource(query: SourceDataQuery): Promise<SourceData | undefined> {
  const { summaries, channel, definition, view, only } = query;
  const { application, telemetry_type } = definition;
  const [extents, notices] = await Promise.all([summaries.extents(channel), summaries.notices(channel)]);
  const extent = extents.find((one) => isOf(definition, one));
  if (extent === undefined) return undefined;

  const window = windowOf(view, extent, only === undefined ? MAX_POSITIONS.small : MAX_POSITIONS.large);
  const source = { application, telemetry_type, channel, to: window.to };
  const named = only === undefined ? {} : { name: only };
  const read = (period: Period) =>
    period === 'day'
      ? summaries.series({ ...source, ...named, period, from: window.from, everyDays: window.everyDays })
      : summaries.series({ ...source, ...named, period, from: startOf(period, window.from) });
  const periods = [...new Set<Period>(['day', window.active, window.churn])];
  const versions = definition.summaries
    .filter((summary) => isOfVersions(definition, summary))
    .filter(({ name }) => only === undefined || name === only);
  const daily = { ...source, period: 'day', from: addDays(window.to, -UPGRADE_DAYS) } as const;
  const [figures, adoptions] = await Promise.all([
    Promise.all(periods.map(read)).then((all) => all.flat()),
    Promise.all(versions.map(({ name }) => summaries.series({ ...daily, name }))),
  ]);
  const upgrades = new Map(versions.map((summary, i) => [summary.name, upgradesOf(summary, adoptions[i] ?? [])]));
  return {
    extent,
    notices: notices.filter((notice) => isOf(definition, notice) && overlaps(notice, window)),
    window,
    series: (name, by = 'day') => createSeries(createTimeline(by === 'day' ? by : window[by], window), figures, name),
    upgrades: (name) => upgrades.get(name),
  };
}

const overlaps = ({ from_day, to_day }: Notice, { from, to }: Window) =>
  from_day <= to && (to_day === null || to_day >= from);

type ShareSummary = Extract<Summary, { kind: 'share' }>;

/** Whether a summary counts the versions of one thing, between which systems upgrade. */
function isOfVersions({ fields }: Definition, summary: Summary): summary is ShareSummary {
  return summary.kind === 'share' && fields[summary.field]?.type === 'version' && !summary.field.includes('*');
}

function upgradesOf({ levels }: ShareSummary, figures: readonly PublishedFigure[]): Upgrades | undefined {
  const upgrades = measureUpgrades(figures, chooseLevel(levels, undefined));
  return upgrades === undefined || upgrades.releases.length < 2 ? undefined : upgrades;
}
