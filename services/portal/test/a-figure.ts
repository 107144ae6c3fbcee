import type { FigureKind, PublishedFigure, Share, Statistics } from '@heliograph/schema';
import type { FiguresOf } from '@heliograph/schema/summaries';

type Common = Omit<PublishedFigure, 'kind' | 'figures'>;
type OfKind<K extends FigureKind> = Extract<PublishedFigure, { kind: K }>;
const TOO_FEW = { suppressed: true } as const;

/** What all figures have: 40 systems of the testkit's definition on 2026-11-20. */
function common(name: string, given: Partial<Common>): Common {
  return {
    application: 'example',
    telemetry_type: 'status',
    channel: 'production',
    period: 'day',
    start: '2026-11-20',
    name,
    systems: 40,
    of_systems: 40,
    revision: 1,
    final: false,
    computed_at: '2026-11-21T01:00:05.000Z',
    ...given,
  };
}

/** A figure that says nothing, because too few systems reported. */
export function aSuppressedFigure(kind: FigureKind, given: Partial<Common> = {}): PublishedFigure {
  return { ...common(kind, { systems: null, of_systems: null, ...given }), kind, figures: TOO_FEW } as PublishedFigure;
}

/** 40 active systems: 5 new, 3 returning, 32 continuing; 4 gone. */
export function aSystemsFigure(
  given: Partial<Common> = {},
  figures: Partial<FiguresOf<'systems'>> = {},
): OfKind<'systems'> {
  const active = given.systems ?? 40;
  const some = { active, new: 5, returning: 3, continuing: active - 8, gone: 4, persistent: null };
  return { ...common('systems', given), kind: 'systems', figures: { suppressed: false, ...some, ...figures } };
}

/** 30 of 40 systems have a version: 20 have 3.21, 10 something that is not shown. */
export function aShareFigure(
  given: Partial<Common> = {},
  shares: FiguresOf<'share'>['shares'] = [
    aShare({ level: 'x.y' }),
    aShare({ level: 'x.y.z', values: [{ value: '3.21.0', systems: 15 }], other: 15 }),
  ],
): OfKind<'share'> {
  return { ...common('version', { systems: 30, ...given }), kind: 'share', figures: { suppressed: false, shares } };
}

export function aShare(given: Partial<Share> = {}): Share {
  return {
    key: null,
    level: null,
    systems: 30,
    values: [{ value: '3.21', systems: 20 }],
    other: 10,
    absent: 10,
    ...given,
  };
}

/** 30 of 40 systems have a number, from 2 to 8. */
export function aStatisticsFigure(
  given: Partial<Common> = {},
  statistics: FiguresOf<'statistics'>['statistics'] = [aDistribution()],
): OfKind<'statistics'> {
  return {
    ...common('count', { systems: 30, ...given }),
    kind: 'statistics',
    figures: { suppressed: false, statistics },
  };
}

export function aDistribution(given: Partial<Statistics> = {}): Statistics {
  return {
    key: null,
    systems: 30,
    mean: 4.5,
    p5: 2,
    p25: 3,
    median: 4,
    p75: 6,
    p95: 8,
    histogram: [
      { from: 2, to: 4, systems: 12 },
      { from: 4, to: 8, systems: 18 },
    ],
    other: 0,
    ...given,
  };
}

export function anAgeFigure(
  given: Partial<Common> = {},
  buckets: FiguresOf<'age'>['buckets'] = [
    { from: 0, to: 4, systems: 15 },
    { from: 4, to: 64, systems: 25 },
  ],
): OfKind<'age'> {
  return { ...common('age', given), kind: 'age', figures: { suppressed: false, buckets } };
}

/** Versions by what they run on: of 30 systems with 3.21 20 in a cloud. */
export function aCrossFigure(
  given: Partial<Common> = {},
  figures: Partial<Omit<FiguresOf<'cross'>, 'suppressed'>> = {},
): OfKind<'cross'> {
  const rows = [{ value: '3.21', systems: 30, cells: [{ value: 'cloud', systems: 20 }], other: 10 }];
  return {
    ...common('version_by_place', given),
    kind: 'cross',
    figures: { suppressed: false, rows, other: 10, ...figures },
  };
}

export function anUnregisteredFigure(
  given: Partial<Common> = {},
  figures: Partial<Omit<FiguresOf<'unregistered'>, 'suppressed'>> = {},
): OfKind<'unregistered'> {
  const values = [{ value: '/secret_colour', systems: 20 }];
  return {
    ...common('_unregistered', { systems: 20, ...given }),
    kind: 'unregistered',
    figures: { suppressed: false, values, other: 0, ...figures },
  };
}
