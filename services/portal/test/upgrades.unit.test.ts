import type { PublishedFigure } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import { measureUpgrades } from '../src/figures/upgrades.ts';
import { aShare, aShareFigure, aSuppressedFigure } from './a-figure.ts';

/** A day on which so many of 100 systems have each version. */
function day(start: string, counts: Readonly<Record<string, number>>): PublishedFigure {
  const values = Object.entries(counts).map(([value, systems]) => ({ value, systems }));
  const other = 100 - values.reduce((sum, { systems }) => sum + systems, 0);
  return aShareFigure({ start, systems: 100 }, [aShare({ level: 'x.y', systems: 100, values, other, absent: 0 })]);
}

describe('measureUpgrades', () => {
  const figures = [
    day('2026-01-01', { '3.9': 100 }),
    day('2026-01-02', { '3.9': 85, '3.10': 15 }),
    day('2026-01-05', { '3.9': 40, '3.10': 60 }),
    day('2026-01-08', { '3.9': 15, '3.10': 65, '3.11': 20 }),
  ];

  it('counts the days from when a release was first shown until a part of the systems ran it or a later one', () => {
    expect(measureUpgrades(figures, 'x.y')).toEqual({
      day: '2026-01-08',
      half: { version: '3.10', firstShown: '2026-01-02', daysToTenth: 0, daysToHalf: 3, now: 0.85 },
      releases: [
        { version: '3.11', firstShown: '2026-01-08', daysToTenth: 0, daysToHalf: undefined, now: 0.2 },
        { version: '3.10', firstShown: '2026-01-02', daysToTenth: 0, daysToHalf: 3, now: 0.85 },
        { version: '3.9', firstShown: undefined, daysToTenth: undefined, daysToHalf: undefined, now: 1 },
      ],
    });
  });

  it('counts systems whose version is not shown as older ones', () => {
    const hidden = [day('2026-01-01', { '1.0': 100 }), day('2026-01-02', { '1.1': 40 })];
    expect(measureUpgrades(hidden, 'x.y')?.releases[0]).toMatchObject({
      version: '1.1',
      now: 0.4,
      daysToHalf: undefined,
    });
    expect(measureUpgrades(hidden, 'x.y')?.half).toBeUndefined();
  });

  it('says nothing where nothing is said, or not at that level', () => {
    expect(measureUpgrades([], 'x.y')).toBeUndefined();
    expect(measureUpgrades([aSuppressedFigure('share')], 'x.y')).toBeUndefined();
    expect(measureUpgrades(figures, 'x.y.z')).toBeUndefined();
  });
});
