import { describe, expect, it } from 'vitest';
import { sharp } from './seed/sharp.ts';
import { LAST_DAY, SOURCES, seededFigures } from './seed.ts';

const figures = [...seededFigures([...SOURCES, sharp])];
const sum = (parts: readonly { systems: number }[]) => parts.reduce((all, { systems }) => all + systems, 0);

describe('the seeded figures', () => {
  it('are three years of twenty metrics', () => {
    const days = new Set(figures.filter(({ period }) => period === 'day').map(({ start }) => start));
    expect(days.size).toBe(1096);
    expect([...days].toSorted().at(-1)).toBe(LAST_DAY);
    const metrics = SOURCES.flatMap(({ definition }) => definition.summaries);
    expect(metrics).toHaveLength(20);
  });

  it('add up: shares, and comings and goings', () => {
    for (const figure of figures) {
      if (figure.figures.suppressed) continue;
      const all = figure.of_systems ?? 0;
      if (figure.kind === 'share')
        for (const { key, values, systems, other, absent } of figure.figures.shares) {
          expect(systems + (absent ?? 0), figure.name).toBe(all);
          if (key === null || values.length > 0) expect(sum(values) + other, figure.name).toBe(systems);
        }
      if (figure.kind === 'systems') {
        const { active, returning, continuing } = figure.figures;
        if (figure.figures.new !== null && returning !== null && continuing !== null)
          expect(figure.figures.new + returning + continuing).toBe(active);
      }
    }
  });

  it('tell of no group of too few systems', () => {
    const told = figures.flatMap(({ figures: of }) =>
      of.suppressed || !('shares' in of) ? [] : of.shares.flatMap(({ values }) => values.map(({ systems }) => systems)),
    );
    expect(Math.min(...told)).toBeGreaterThan(10);
  });

  it('have gaps, revised, suppressed and unfinished days', () => {
    const daily = figures.filter(
      ({ period, application, channel }) => period === 'day' && application === 'pulp' && channel === 'production',
    );
    expect(daily.some(({ start }) => start === '2026-10-28')).toBe(false);
    expect(daily.some(({ revision, final }) => revision > 1 && final)).toBe(true);
    expect(daily.filter(({ final }) => !final).length).toBeGreaterThan(0);
    expect(figures.some(({ figures: of }) => of.suppressed)).toBe(true);
  });
});
