import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { browsing } from './browsing.ts';

const { site, reader } = browsing();
const enhanced = reader({ viewport: { width: 1000, height: 900 } });
const plain = reader({ javaScriptEnabled: false });
const SOURCE = '/sources/pulp/status';
const OF_SOURCE = 'application=pulp&telemetry_type=status';
/** A month in which nothing was published for four days. */
const [FROM, TO, GAP] = ['2026-10-21', '2026-11-20', '2026-10-28'];

/** A table behind a chart: by its first column, what stands below each heading, without thousands separators. */
async function tableOf(page: Page, id: string): Promise<Map<string, Map<string, string>>> {
  const rows = await page.locator(`#${id}-table tr`).all();
  const cells = await Promise.all(rows.map((row) => row.locator('th, td').allTextContents()));
  const [head = [], ...body] = cells;
  return new Map(
    body.map(([first = '', ...rest]) => [
      first.slice(0, 10),
      new Map(rest.map((cell, i) => [head[i + 1] ?? '', cell.replaceAll(/[,\s]/g, '')])),
    ]),
  );
}

const Answer = z.object({
  summaries: z.array(
    z.object({
      start: z.string(),
      figures: z.looseObject({
        active: z.number().optional(),
        shares: z
          .array(z.object({ values: z.array(z.object({ value: z.string(), systems: z.number() })), other: z.number() }))
          .optional(),
      }),
    }),
  ),
});

async function published(name: string) {
  const response = await fetch(`${site}/api/v1/summaries?${OF_SOURCE}&name=${name}&from=${FROM}&to=${TO}&limit=100`);
  return Answer.parse(await response.json()).summaries;
}

/** Without JavaScript nothing can be computed in a page, only asked for. */
async function paths(page: Page, figure: string): Promise<(string | null)[]> {
  const shapes = await page.locator(`section[aria-labelledby="${figure}"] path.series`).all();
  return Promise.all(shapes.map((shape) => shape.getAttribute('d')));
}

describe('the numbers of a chart', () => {
  it('are those of the API: systems of each day', async () => {
    const { page } = enhanced();
    await page.goto(`${SOURCE}/figures/systems?range=month&to=${TO}`);
    const table = await tableOf(page, 'systems-active');
    const figures = await published('systems');
    expect(figures).toHaveLength(27);
    for (const { start, figures: of } of figures)
      expect([...(table.get(start)?.values() ?? [])][0]).toBe(String(of.active));
    expect([...(table.get(GAP)?.values() ?? [])]).toEqual(['nothingpublished']);
  });

  it('are those of the API: parts of each day', async () => {
    const { page } = enhanced();
    await page.goto(`${SOURCE}/figures/storage?range=month&to=${TO}`);
    const id = await page.locator('[data-plot]').first().getAttribute('data-plot');
    const table = await tableOf(page, String(id));
    const figures = await published('storage');
    expect(figures).toHaveLength(27);
    for (const { start, figures: of } of figures)
      for (const { value, systems } of of.shares?.[0]?.values ?? [])
        expect(table.get(start)?.get(value), start).toBe(String(systems));
  });
});

describe('a chart', () => {
  it('has a gap where nothing was published, and no line goes through it', async () => {
    const { page } = plain();
    const pieces = async (query: string) => {
      await page.goto(`${SOURCE}/figures/systems?${query}`);
      const line = await page.locator('[data-plot="systems-active"] path.series').first().getAttribute('d');
      return line?.match(/M/g)?.length;
    };
    expect(await pieces(`range=month&to=${TO}`)).toBe(2);
    expect(await pieces(`range=week&to=${TO}`)).toBe(1);
  });

  it('says which days were revised, and which are not final', async () => {
    const { page } = enhanced();
    await page.goto(`${SOURCE}/figures/systems?range=month&to=${TO}`);
    const days = await page.locator('#systems-active-table th[scope=row]').allTextContents();
    expect(days.find((day) => day.startsWith('2026-11-03'))).toMatch(/revised/);
    expect(days.find((day) => day.startsWith('2026-10-22'))).not.toMatch(/revised|final/);
    expect(days[0]).toMatch(/^2026-11-20.*not final/);
  });

  it('says where there were too few systems', async () => {
    const { page } = enhanced();
    await page.goto('/sources/trento/host_telemetry?range=week&to=2024-02-20');
    expect(await page.locator('main').textContent()).toMatch(/suppressed/);
  });

  it('changes with the range and the level by links alone, and keeps both when it is loaded again', async () => {
    const { page } = plain();
    await page.goto(SOURCE);
    const before = await paths(page, 'version');
    expect(before.length).toBeGreaterThan(1);
    const level = page.getByRole('navigation', { name: /versions of Pulp versions/i });
    await level.getByRole('link', { name: 'x.y.z' }).click();
    await page.getByRole('navigation', { name: 'Range' }).getByRole('link', { name: 'Year' }).click();
    await page.waitForURL(
      ({ searchParams }) => searchParams.get('level') === 'x.y.z' && searchParams.get('range') === 'year',
    );
    const after = await paths(page, 'version');
    expect(after).not.toEqual(before);
    await page.reload();
    expect(await paths(page, 'version')).toEqual(after);
    expect(await level.locator('[aria-current]').textContent()).toBe('x.y.z');
  });
});

describe('with JavaScript, a chart', () => {
  it('reads out what is under the pointer, and what the arrow keys choose', async () => {
    const { page, faults } = enhanced();
    await page.goto(`${SOURCE}/figures/systems?range=week&to=${TO}`);
    const plot = page.locator('[data-plot="systems-active"]');
    const box = await plot.locator('svg.chart').boundingBox();
    await plot.locator('svg.chart').hover({ position: { x: (box?.width ?? 0) * 0.12, y: 60 } });
    expect(await plot.locator('.readout').textContent()).toMatch(/^2026-11-14/);
    await plot.getByRole('slider').focus();
    await page.keyboard.press('End');
    expect(await plot.locator('.readout').textContent()).toMatch(/^2026-11-20/);
    await page.keyboard.press('ArrowLeft');
    expect(await plot.locator('.readout').textContent()).toMatch(/^2026-11-19/);
    expect(await faults()).toEqual([]);
  });

  it('brings out the series whose name has the focus', async () => {
    const { page } = enhanced();
    await page.goto(`${SOURCE}/figures/version`);
    const plot = page.locator('figure.plot').first();
    await page.locator('figure.plot + .legend > *').first().focus();
    expect(await plot.getAttribute('class')).toMatch(/\blit\b/);
    expect(await plot.locator('path.on').count()).toBe(1);
  });
});
