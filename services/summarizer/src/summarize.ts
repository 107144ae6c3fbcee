import type { Definition } from '@heliograph/schema';
import { type Bucket, type Count, discloseHistogram, discloseShare, merge, type Share } from './disclose.ts';
import { disclosePaths, type PathCount, type Paths } from './disclose-paths.ts';
import { shorten, VERSION_LEVELS, type VersionLevel } from './version.ts';

/** What was counted for one summary; `key` is that of the map where its field has a `*`, and null elsewhere. */
export type Counted =
  | { readonly kind: 'systems'; readonly name: string }
  | {
      readonly kind: 'share';
      readonly name: string;
      readonly levels: readonly VersionLevel[];
      /** How many systems have the field. */
      readonly systems: number;
      readonly counts: readonly (Count & { readonly key: string | null })[];
    }
  | {
      readonly kind: 'statistics';
      readonly name: string;
      /** How many systems have the field. */
      readonly systems: number;
      readonly distributions: readonly Distribution[];
    }
  | {
      readonly kind: 'unregistered';
      readonly name: string;
      /** How many systems sent something that is not registered. */
      readonly systems: number;
      /** The most frequent of the paths, most frequent first. */
      readonly paths: readonly PathCount[];
    };

export interface Distribution {
  readonly key: string | null;
  readonly systems: number;
  readonly mean: number;
  /** The 5th, 25th, 50th, 75th and 95th, interpolated. */
  readonly percentiles: readonly number[];
  /** Ascending, by powers of two; empty ones are missing. */
  readonly histogram: readonly Bucket[];
}

export interface ShareFigure extends Share {
  readonly key: string | null;
  readonly level: VersionLevel | null;
}

export interface StatisticsFigure {
  readonly key: string | null;
  readonly systems: number;
  readonly mean: number;
  readonly p5: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly p95: number;
  readonly histogram: readonly Bucket[];
}

/** What is published. A suppressed figure says nothing but that it is suppressed. */
export type Figures =
  | { readonly suppressed: true }
  | { readonly suppressed: false }
  | { readonly suppressed: false; readonly shares: readonly ShareFigure[] }
  | { readonly suppressed: false; readonly statistics: readonly StatisticsFigure[] }
  | ({ readonly suppressed: false } & Paths);

/** One row of summary.published: `systems` of `of_systems` have what the figures speak of; null where too few to say. */
export interface Figure {
  readonly name: string;
  readonly kind: Counted['kind'];
  readonly figures: Figures;
  readonly systems: number | null;
  readonly of_systems: number | null;
}

/** The figure of one summary of a day on which `ofSystems` systems reported. */
export function toFigure(counted: Counted, ofSystems: number, { publish }: Pick<Definition, 'publish'>): Figure {
  const minimum = publish.minimum_systems;
  const { name, kind } = counted;
  const systems = kind === 'systems' ? ofSystems : counted.systems;
  const of_systems = isEnough(ofSystems, minimum) ? ofSystems : null;
  if (!isEnough(systems, minimum)) return { name, kind, figures: { suppressed: true }, systems: null, of_systems };
  return { name, kind, figures: figuresOf(counted, minimum), systems, of_systems };
}

/** Nobody is always too few: there is nothing to say about them. */
const isEnough = (systems: number, minimum: number) => systems >= Math.max(1, minimum);

function figuresOf(counted: Counted, minimum: number): Figures {
  switch (counted.kind) {
    case 'systems':
      return { suppressed: false };
    case 'share':
      return { suppressed: false, shares: sharesOf(counted, minimum) };
    case 'statistics':
      return { suppressed: false, statistics: statisticsOf(counted.distributions, minimum) };
    case 'unregistered':
      return { suppressed: false, ...disclosePaths(counted.paths, counted.systems, minimum) };
    default:
      return counted satisfies never;
  }
}

/** One share for each key and level; keys that too few systems have are left out. */
function sharesOf({ levels, counts }: Extract<Counted, { kind: 'share' }>, minimum: number): ShareFigure[] {
  const byKey = [...Map.groupBy(counts, ({ key }) => key)].toSorted(([a], [b]) => byText(a, b));
  const shorteners = VERSION_LEVELS.filter((level) => levels.includes(level)).map((level) => ({
    level,
    shorten: (version: string) => shorten(version, level),
  }));
  const wanted = shorteners.length > 0 ? shorteners : [{ level: null, shorten: (value: string) => value }];
  return byKey.flatMap(([key, ofKey]) =>
    wanted.flatMap(({ level, shorten: toLevel }, i) => {
      const parents = wanted.slice(0, i).map((coarser) => coarser.shorten);
      const share = discloseShare(merge(ofKey, toLevel), minimum, parents);
      return share === undefined ? [] : [{ key, level, ...share }];
    }),
  );
}

function statisticsOf(distributions: readonly Distribution[], minimum: number): StatisticsFigure[] {
  return distributions
    .filter(({ systems }) => isEnough(systems, minimum))
    .toSorted((a, b) => byText(a.key, b.key))
    .map(({ key, systems, mean, percentiles, histogram }) => {
      const [p5 = mean, p25 = mean, median = mean, p75 = mean, p95 = mean] = percentiles.map(rounded);
      const buckets = discloseHistogram(histogram, minimum);
      return { key, systems, mean: rounded(mean), p5, p25, median, p75, p95, histogram: buckets };
    });
}

/** To twelve significant digits: the rest of an interpolated number is how floating-point arithmetic rounds. */
const rounded = (number: number) => Number(number.toPrecision(12));

/** By code unit: the same on every machine. */
function byText(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
