import { describe, expect, it } from 'vitest';
import {
  aDistribution,
  aShare,
  aShareFigure,
  aStatisticsFigure,
  aSuppressedFigure,
  aSystemsFigure,
} from './a-figure.ts';
import { days, definition, getSource, oneDay, pageOf, section } from './a-source.ts';

describe('the page of a source', () => {
  it('says up to when there is data, when it was computed, and what readers should know', async () => {
    const source = { application: 'example', telemetry_type: 'status', channel: 'production' } as const;
    const notices = [{ ...source, from_day: '2026-11-01', to_day: null, notice: 'Synthetic data' }];
    const page = await (await getSource({ figures: oneDay, notices }, '')).text();
    expect(page).toContain('Data up to 20 November 2026, computed 2026-11-21 01:00 UTC');
    expect(page).toMatch(/class="notice"[\s\S]*Synthetic data/);
  });

  it('says by which rules numbers are held back or rounded', async () => {
    const page = await pageOf(oneDay);
    expect(page).toContain('Nothing is said about groups of fewer than 10 systems.');
    expect(page).not.toContain('are rounded');
    const rounded = { ...definition, publish: { minimum_systems: 1, round_to: 5 } };
    const other = await (await getSource({ figures: oneDay }, '', rounded)).text();
    expect(other).toContain('Numbers of systems are rounded to multiples of 5.');
    expect(other).not.toContain('Nothing is said about groups');
  });

  it('says how old the data are where they should be newer', async () => {
    expect(await pageOf(oneDay)).not.toContain('ago</strong>');
    expect(await pageOf([aSystemsFigure({ start: '2026-11-01' })])).toContain(
      '<strong class="label">20 days ago</strong>',
    );
  });

  it('shows notices of the days that it shows, and no others', async () => {
    const source = { application: 'example', telemetry_type: 'status', channel: 'production' } as const;
    const notices = [
      { ...source, from_day: '2026-11-01', to_day: '2026-11-13', notice: 'long over' },
      { ...source, from_day: '2026-11-01', to_day: '2026-11-14', notice: 'just over' },
    ];
    const figures = [aSystemsFigure(), aSystemsFigure({ start: '2026-11-01' })];
    const page = await (await getSource({ figures, notices }, '?range=week')).text();
    expect(page).toContain('just over');
    expect(page).not.toContain('long over');
  });

  it('shows every figure of the definition, with of how many systems, a picture, a table and the numbers', async () => {
    const page = await pageOf(oneDay);
    for (const { name } of definition.summaries) {
      const html = section(page, name);
      expect(html, name).toMatch(/(?:\d+ of )?40 systems/);
      expect(html, name).toMatch(/<table class="series[\s\S]*<caption>/);
      expect(html, name).toContain(`name=${name}`);
      if (name !== 'version_by_place') expect(html, name).toMatch(/role="img"[\s\S]*<title[\s\S]*<desc/);
    }
    expect(section(page, 'version')).toContain('30 of 40 systems have sent this on 20 November 2026.');
    expect(section(page, 'systems')).toContain('40 systems reported on 20 November 2026.');
  });

  it('says so where nothing is published yet', async () => {
    expect(await pageOf([])).toContain('Nothing has been published yet.');
    expect(section(await pageOf([aSystemsFigure()]), 'count')).toContain('Nothing has been published of this');
  });

  it('says so where there are too few systems', async () => {
    const page = await pageOf([aSystemsFigure(), aSuppressedFigure('statistics', { name: 'count' })]);
    expect(section(page, 'count')).toContain('Too few systems have sent this');
  });

  it('stacks versions from the oldest up, with their parts now, and the rest as one', async () => {
    const values = [
      { value: '3.9', systems: 6 },
      { value: '3.10', systems: 18 },
    ];
    const html = section(await pageOf([aShareFigure({}, [aShare({ level: 'x.y', values, other: 6 })])]), 'version');
    const names = [...html.matchAll(/<li class="(\w+)"[^>]*>(?:<bdi>)?([^<]+)(?:<\/bdi>)? <b>([^<]+)</g)];
    expect(names.map(([, series, name, part]) => [series, name, part])).toEqual([
      ['others', 'All others', '20.0\u00a0%'],
      ['s1', '3.10', '60.0\u00a0%'],
      ['s0', '3.9', '20.0\u00a0%'],
    ]);
  });

  it('shows finer versions by a link that keeps the range', async () => {
    const coarse = await pageOf(oneDay, '?range=month');
    expect(coarse).toContain('<a href="?range=month&amp;level=x.y.z#version">x.y.z</a>');
    expect(section(coarse, 'version')).toContain('<bdi>3.21</bdi>');
    const fine = await pageOf(oneDay, '?range=month&level=x.y.z');
    expect(section(fine, 'version')).toContain('<bdi>3.21.0</bdi>');
    expect(section(fine, 'version')).not.toContain('<bdi>3.21</bdi>');
    expect(fine).toContain('href="/sources/example/status?range=year&amp;level=x.y.z"');
  });

  it('shows which part of all systems has each plugin, and its versions', async () => {
    const html = section(await pageOf(oneDay), 'plugins');
    expect(html).toMatch(/<bdi>rpm<\/bdi> <b>75\.0\s%/);
    expect(html).toMatch(/<bdi>deb<\/bdi> <b>30\.0\s%/);
    expect(html).toMatch(/<bdi>3\.18<\/bdi> <b>66\.7\s%<\/b><\/li><li>others <b>33\.3\s%/);
  });

  it('shows the median, and what most systems have', async () => {
    const html = section(await pageOf(oneDay), 'count');
    expect(html).toMatch(/Median: half have no more <b>4</);
    expect(html).toMatch(/The middle half <b>3 to 6</);
    expect(html).toContain('4 to below 8</th><td>18</td>');
  });

  it('does not show numbers that would tell of few', async () => {
    const few = aStatisticsFigure({}, [aDistribution({ mean: null, p5: null, p95: null, systems: null })]);
    const html = section(await pageOf([aSystemsFigure(), few]), 'count');
    expect(html).toMatch(/The middle nine tenths <b>suppressed to suppressed/);
    expect(html).toMatch(/<td>suppressed<td>suppressed<td>3<td>4<td>6<td>suppressed/);
  });

  it('says how fast people upgrade', async () => {
    const counts = [0, 0, 12, 18, 24];
    const figures = days('2026-11-16', 5).map((start, i) => {
      const now = counts[i] ?? 0;
      const values = [
        { value: '1.0', systems: 30 - now },
        { value: '1.1', systems: now },
      ].filter(({ systems }) => systems > 0);
      return aShareFigure({ start }, [aShare({ level: 'x.y', values, other: 0 })]);
    });
    const page = await pageOf(figures);
    expect(page).toContain('<a href="#version-upgrades">How fast people upgrade</a>');
    const html = section(page, 'version');
    expect(html).toContain('<h3 id="version-upgrades">How fast do people upgrade?</h3>');
    expect(html).toMatch(/<strong>80\.0\s%<\/strong> of the systems ran <bdi>1\.1<\/bdi> or later/);
    expect(html).toContain('It was first seen on 18 November 2026, 2 days before.');
    expect(html).toContain(
      'it took <strong>1 day</strong> until half of the systems ran it or a later one (1 release)',
    );
  });
});

describe('a day that is not as the others', () => {
  const figures = [
    aSystemsFigure({ start: '2026-11-16', final: true }),
    aSystemsFigure({ start: '2026-11-18', final: true, revision: 2 }),
    aSuppressedFigure('systems', { start: '2026-11-19', final: true }),
    aSystemsFigure({ start: '2026-11-20' }),
  ];

  it('is a gap in the line and says why in the table', async () => {
    const html = section(await pageOf(figures, '?range=week'), 'systems');
    const line = /class="series line s0" data-series="0" d="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(line.match(/M/g)).toHaveLength(3);
    expect(html).toMatch(/2026-11-17<td class="none" colspan="1">nothing published/);
    expect(html).toMatch(/2026-11-19<td class="none" colspan="1">suppressed/);
    expect(html).toContain('Gap: nothing published.');
  });

  it('is marked where it was revised or is not final', async () => {
    const html = section(await pageOf(figures, '?range=week'), 'systems');
    expect(html).toMatch(/<path class="revised" d="M[\d,v]+"\/>/);
    expect(html).toMatch(/<th scope="row">2026-11-18 <small>revised<\/small><td>40<tr>/);
    expect(html).toContain('<th scope="row">2026-11-20 <small>not final</small>');
    expect(html).toMatch(/2026-11-16<td>40<\/tbody>/);
  });
});

describe('long ranges', () => {
  it('show one day of some weeks, say so, and average nothing', async () => {
    const figures = days('2025-01-01', 689).map((start, i) => aSystemsFigure({ start, systems: 100 + i }));
    const counts = days('2025-01-01', 689).map((start) => aStatisticsFigure({ start }));
    const html = section(await pageOf([...figures, ...counts], '?range=all'), 'count');
    expect(html).toContain('One day of each week, a Friday: nothing is averaged.');
    expect(html.match(/<tr><th scope="row">20/g)).toHaveLength(99);
  });
});
