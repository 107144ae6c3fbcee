import type { Definition, Period, PublishedFigure, Summary } from '@heliograph/schema';
import type { Portal } from '../portal.ts';
import type { Extent, Notice } from '../stores/summary-store.ts';
import { addDays, MOST_POSITIONS, type View, type Window, windowOf } from './range.ts';
import { startOf, type Track, timelineOf, trackOf } from './timeline.ts';

/** How far back the answer to "how fast do people upgrade" looks, in days: some releases, whatever range is shown. */
const UPGRADE_DAYS = 400;

/** What the pages of a source show. */
export interface SourceData {
  readonly extent: Extent;
  /** Those of days of the window. */
  readonly notices: readonly Notice[];
  readonly window: Window;
  track(name: string, by?: 'days' | 'active' | 'moves'): Track;
  /** Every day of some 400 up to the window's end, of a figure of versions. */
  adoption(name: string): readonly PublishedFigure[];
}

/** Reads what a view shows; undefined where nothing has been published yet. `only` is the name of a single figure. */
export async function loadSource(
  { summaries, channel }: Pick<Portal, 'summaries' | 'channel'>,
  definition: Definition,
  view: View,
  only?: string,
): Promise<SourceData | undefined> {
  const { application, telemetry_type } = definition;
  const isOurs = (of: { application: string; telemetry_type: string }) =>
    of.application === application && of.telemetry_type === telemetry_type;
  const [extents, notices] = await Promise.all([summaries.extents(channel), summaries.notices(channel)]);
  const extent = extents.find(isOurs);
  if (extent === undefined) return undefined;

  const window = windowOf(view, extent, only === undefined ? MOST_POSITIONS.small : MOST_POSITIONS.large);
  const source = { application, telemetry_type, channel, to: window.to };
  const named = only === undefined ? {} : { name: only };
  const of = (period: Period) =>
    period === 'day'
      ? summaries.series({ ...source, ...named, period, from: window.from, everyDays: window.everyDays })
      : summaries.series({ ...source, ...named, period, from: startOf(period, window.from) });
  const periods = [...new Set<Period>(['day', window.active, window.moves])];
  const versions = definition.summaries.filter(
    (summary) => isOfVersions(definition, summary) && [undefined, summary.name].includes(only),
  );
  const daily = { ...source, period: 'day', from: addDays(window.to, -UPGRADE_DAYS) } as const;
  const [figures, adoptions] = await Promise.all([
    Promise.all(periods.map(of)).then((all) => all.flat()),
    Promise.all(versions.map(async ({ name }) => [name, await summaries.series({ ...daily, name })] as const)),
  ]);
  const adoption = new Map(adoptions);
  return {
    extent,
    notices: notices.filter(isOurs).filter((notice) => touches(notice, window)),
    window,
    track: (name, by = 'days') => trackOf(timelineOf(by === 'days' ? 'day' : window[by], window), figures, name),
    adoption: (name) => adoption.get(name) ?? [],
  };
}

const touches = ({ from_day, to_day }: Notice, { from, to }: Window) =>
  from_day <= to && (to_day === null || to_day >= from);

/** Whether a summary counts the versions of one thing: then one can say how fast systems go from one to the next. */
export function isOfVersions({ fields }: Definition, summary: Summary): boolean {
  return summary.kind === 'share' && fields[summary.field]?.type === 'version' && !summary.field.includes('*');
}
