import { type Channel, type Definition, type Period, PublishedFigure } from '@heliograph/schema';
import type { FiguresOf } from '@heliograph/schema/summaries';
import { chance, rising } from './chance.ts';
import { dayAfter, daysBetween, endOf, startOf, weekday } from './days.ts';
import { agesOf, crossOf, statisticsOf } from './numbers.ts';
import { apportion, shown } from './partition.ts';
import { type Moment, sharesOf } from './shares.ts';
import type { MadeUpSource, Model } from './source.ts';

/** A day counts as frozen once it is this old. */
const FROZEN_AFTER_DAYS = 9;
/** More systems report in a week or month than on each of its days. */
const MORE = { week: 1.12, month: 1.31 } as const;

/** What of a source is made up: `scale` times as many systems as it has, up to a day. */
export interface Past {
  readonly source: MadeUpSource;
  readonly channel: Channel;
  /** YYYY-MM-DD, included. */
  readonly until: string;
  readonly scale: number;
}

/** What a figure says, without of what and when. */
interface Said {
  readonly kind: PublishedFigure['kind'];
  readonly figures: PublishedFigure['figures'];
}

/** All figures that a source has published, in the order of their days. */
export function* figuresOf(past: Past): Generator<PublishedFigure> {
  const { source, until } = past;
  const last = daysBetween(source.since, until);
  for (let i = 0; i <= last; i += 1) {
    const day = dayAfter(source.since, i);
    if (!source.gaps.some(([from, to]) => day >= from && day <= to)) yield* ofDay(past, day);
    for (const period of ['week', 'month'] as const)
      if (endOf(period, startOf(period, day)) === day) yield* ofPeriod(past, period, day);
  }
}

/** Systems of a day: growth that slows down, a weekend, and a little of chance. */
function systemsOn({ source, scale }: Past, day: string): number {
  const [first, last] = source.systems;
  const days = daysBetween(source.since, day);
  if (days < 0) return 0;
  const grown = first + (last - first) * (rising(days, 500, 600) - rising(0, 500, 600));
  const dip = weekday(day) >= 5 ? 1 - source.weekendDip : 1;
  return Math.round(scale * grown * dip * (0.985 + 0.03 * chance(day)));
}

function* ofDay(past: Past, day: string): Generator<PublishedFigure> {
  const { definition, models, since, unregistered } = past.source;
  const systems = systemsOn(past, day);
  const before = systemsOn(past, dayAfter(day, -1));
  const years = daysBetween(since, day) / 365.25;
  const moment: Moment = { day, at: Math.min(1, years / 3), systems, fewest: fewestOf(definition) };
  const frame = { past, period: 'day', start: day, ofSystems: systems } as const;
  for (const summary of definition.summaries) {
    const model = models[summary.name];
    if (model === undefined) continue;
    const levels = summary.kind === 'share' ? summary.levels : undefined;
    const said = systems <= moment.fewest ? suppressed(summary.kind) : say(model, levels, moment, before, years);
    yield published({ ...frame, name: summary.name, said, systems });
  }
  const sent = Math.round(systems * 0.3);
  if (sent <= moment.fewest || unregistered.length === 0) return;
  const weights = unregistered.map(({ weight }) => weight);
  const values = apportion(sent, weights).map((n, i) => ({ value: unregistered[i]?.value ?? '', systems: n }));
  const said: Said = { kind: 'unregistered', figures: { suppressed: false, ...shown(values, moment.fewest) } };
  yield published({ ...frame, name: '_unregistered', said, systems: sent });
}

/** One more, so that two publications that differ by one system cannot be compared. */
const fewestOf = ({ publish }: Definition) => (publish.minimum_systems === 1 ? 0 : publish.minimum_systems);

const suppressed = (kind: Said['kind']): Said => ({ kind, figures: { suppressed: true } });

function say(
  model: Model,
  levels: Parameters<typeof sharesOf>[1],
  moment: Moment,
  before: number,
  years: number,
): Said {
  switch (model.kind) {
    case 'systems':
      return { kind: 'systems', figures: comings(moment, before, null) };
    case 'age':
      return { kind: 'age', figures: { suppressed: false, buckets: agesOf(Math.round(years * 365.25), moment) } };
    case 'numbers':
      return { kind: 'statistics', figures: { suppressed: false, statistics: [statisticsOf(model, years, moment)] } };
    case 'cross':
      return { kind: 'cross', figures: crossOf(model, moment) };
    case 'versions':
    case 'map':
    case 'list':
    case 'values':
    case 'as_given':
      return { kind: 'share', figures: { suppressed: false, shares: sharesOf(model, levels, moment) } };
    default:
      return model satisfies never;
  }
}

/** active = new + returning + continuing, and those of before = continuing + gone. */
function comings({ day, systems, fewest }: Moment, before: number, persistent: number | null): FiguresOf<'systems'> {
  const fresh = Math.min(systems, Math.round(systems * (0.004 + 0.004 * chance(`new ${day}`))));
  const continuing = Math.min(systems - fresh, Math.floor(before * (0.975 + 0.015 * chance(`stay ${day}`))));
  const told = (n: number) => (n > 0 && n <= fewest ? null : n);
  return {
    suppressed: false,
    active: systems,
    new: told(fresh),
    returning: told(systems - fresh - continuing),
    continuing: told(continuing),
    gone: told(before - continuing),
    persistent,
  };
}

/** The figures of the week or month that ends with a day. */
function* ofPeriod(past: Past, period: 'week' | 'month', day: string): Generator<PublishedFigure> {
  const { definition } = past.source;
  const of = (last: string) => Math.round(systemsOn(past, startOf('week', last)) * MORE[period]);
  const start = startOf(period, day);
  const [systems, before, fewest] = [of(day), of(dayAfter(start, -1)), fewestOf(definition)];
  for (const { name, kind } of definition.summaries) {
    if (kind !== 'systems') continue;
    const figures = comings({ day, at: 0, systems, fewest }, before, Math.round(systems * 0.93));
    const said = systems <= fewest ? suppressed(kind) : { kind, figures };
    yield published({ past, period, start, name, said, systems, ofSystems: systems });
  }
}

interface Framed {
  readonly past: Past;
  readonly period: Period;
  readonly start: string;
  readonly name: string;
  readonly said: Said;
  readonly systems: number;
  readonly ofSystems: number;
}

function published({ past, period, start, name, said, systems, ofSystems }: Framed): PublishedFigure {
  const { source, channel, until } = past;
  const { application, telemetry_type } = source.definition;
  const end = endOf(period, start);
  const age = daysBetween(end, until);
  const isRevised = source.revised.includes(start) || (age > 1 && age < 14 && chance(`revised ${start}`) < 0.4);
  return PublishedFigure.parse({
    application,
    telemetry_type,
    channel,
    period,
    start,
    name,
    ...said,
    systems: said.figures.suppressed ? null : systems,
    of_systems: said.figures.suppressed ? null : ofSystems,
    revision: isRevised ? 2 : 1,
    final: age >= FROZEN_AFTER_DAYS,
    computed_at: `${dayAfter(end, Math.min(age, FROZEN_AFTER_DAYS) + 1)}T01:20:05.000Z`,
  });
}
