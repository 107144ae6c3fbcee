import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { type HomePage, homePage } from '../src/sources/home-page.tsx';
import { aShare, aShareFigure, aSuppressedFigure, aSystemsFigure } from './a-figure.ts';
import { aSite, EVIL, REFUSED } from './a-site.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const definition = aDefinition({
  summaries: [
    { name: 'systems', kind: 'systems' },
    { name: 'version', title: 'Versions of it', kind: 'share', field: '/version', levels: ['x.y', 'x.y.z'] },
  ],
});
const source = { application: 'example', telemetry_type: 'status', channel: 'production' } as const;
const extent = { ...source, from: '2026-01-01', to: '2026-11-20', computed_at: '2026-11-21T01:00:05.000Z' };
const week = (start: string, systems: number) => aSystemsFigure({ period: 'week', start, systems });

const page = (given: Partial<HomePage> = {}) =>
  homePage({
    site: aSite(),
    definitions: [definition],
    latest: [aSystemsFigure(), aShareFigure()],
    weekly: [],
    extents: [extent],
    notices: [],
    nowMs: NOW,
    ...given,
  });
const withDefinition = (given: Parameters<typeof aDefinition>[0]) =>
  page({ definitions: [aDefinition(given)], latest: [], extents: [] });

describe('a source', () => {
  it('has how many systems reported, up to when there is data and when it was computed', () => {
    const text = page();
    expect(text).toMatch(/<p class="count">40<\/p>\s*<p>systems reported on 20 November 2026\.<\/p>/);
    expect(text).toContain('Data up to 20 November 2026, computed 2026-11-21 01:00 UTC.');
    expect(text).toContain('Late reports may still change these figures.');
    expect(page({ latest: [aSystemsFigure({ final: true })] })).toContain('These figures are final.');
  });

  it('has the trend against four weeks ago, of different systems in a week', () => {
    const weekly = [week('2026-10-12', 300), week('2026-10-19', 310), week('2026-11-09', 360)];
    expect(page({ weekly })).toContain(
      '360 systems in the week of 9 November 2026: 20\u00a0% more than four weeks before.',
    );
    expect(page({ weekly: [week('2026-10-12', 100), week('2026-11-09', 90)] })).toContain('10\u00a0% fewer than four');
    expect(page({ weekly: [week('2026-10-12', 990), week('2026-11-09', 999)] })).toContain('about as many as four');
    expect(page({ weekly: [week('2026-10-19', 90), week('2026-11-09', 90)] })).not.toContain('four weeks');
  });

  it('has the last year as a line, for those who cannot see it too', () => {
    const text = page({ weekly: [week('2026-10-12', 300), week('2026-10-19', 310), week('2026-11-09', 360)] });
    expect(text).toContain('role="img" aria-label="Systems in each week: from 300 to 360, at most 360"');
    expect(page()).not.toContain('<svg class="spark"');
  });

  it('has the versions that most systems run, with the way to all of them', () => {
    const text = page();
    expect(text).toContain('<a href="/sources/example/status/figures/version">Versions of it</a> most in use');
    expect(text).toMatch(/<bdi>3\.21<\/bdi>[\s\S]*<rect width="66\.7%"[\s\S]*<b>67\u00a0%<\/b>/);
    expect(text).not.toContain('3.21.0');
  });

  it('says nothing about too few', () => {
    const text = page({ latest: [aSuppressedFigure('systems'), aSuppressedFigure('share', { name: 'version' })] });
    expect(text).toContain('Too few systems reported on 20 November 2026 to say anything about them');
    expect(text).not.toMatch(/class="count"|most in use/);
  });

  it('has the notices that are still so', () => {
    const notice = { ...source, from_day: '2026-11-01', to_day: null, notice: 'Synthetic data.' };
    expect(page({ notices: [notice] })).toContain('<strong>Synthetic data.</strong> Since 1 November 2026.');
    expect(page({ notices: [{ ...notice, to_day: '2026-11-20' }] })).toContain('Synthetic data.');
    expect(page({ notices: [{ ...notice, to_day: '2026-11-19' }] })).not.toContain('Synthetic data.');
    expect(page({ notices: [{ ...notice, application: 'another' }] })).not.toContain('Synthetic data.');
  });

  it('leads to its figures, to what is collected and to what has changed', () => {
    for (const path of ['', '/collected', '/changes'])
      expect(page()).toContain(`href="/sources/example/status${path}"`);
  });
});

describe('the page', () => {
  it('says what to do where there is nothing yet', () => {
    expect(page({ latest: [], extents: [] })).toContain('npm run demo');
    expect(page({ definitions: [] })).toContain('definitions folder');
  });

  it('says what is no longer collected', () => {
    expect(page()).not.toContain('no longer collected');
    expect(withDefinition({ status: 'retired' })).toContain('no longer collected');
    expect(withDefinition({ expires: '2026-11-21' })).toContain('no longer collected');
  });

  it('warns of a definition that runs out within 30 days, by name and beside it', () => {
    const soon = withDefinition({ expires: '2026-12-05' });
    expect(soon).toMatch(
      /<aside class="notice"[\s\S]*Example<\/a> expires soon \(2026-12-05\)\. To go on, tests has to/,
    );
    expect(soon).toContain('<strong class="label">expires in 14 days</strong>');
    expect(withDefinition({ expires: '2026-11-22' })).toContain('expires within a day');
  });

  it('warns of one that has expired, and of none that is in force or retired', () => {
    const expired = withDefinition({ expires: '2026-11-01' });
    expect(expired).toContain('has expired and takes no reports');
    expect(expired).toContain('no longer collected: expired on 2026-11-01');
    for (const fine of [{}, { status: 'retired', expires: '2026-11-01' } as const])
      expect(withDefinition(fine)).not.toContain('class="notice"');
  });

  it('labels a draft', () => {
    expect(withDefinition({ status: 'draft' })).toContain('<strong class="label">draft, not approved</strong>');
    expect(page()).not.toContain('class="label"');
  });

  it('lets nothing through as markup, whoever wrote it', () => {
    const evil = { ...definition, title: EVIL, owner: EVIL, expires: '2026-12-05' };
    const share = aShare({ values: [{ value: EVIL, systems: 30 }], other: 0 });
    const text = page({
      definitions: [{ ...evil, summaries: [{ name: 'version', title: EVIL, kind: 'share', field: '/version' }] }],
      latest: [aShareFigure({}, [share])],
      notices: [{ ...source, from_day: '2026-11-01', to_day: null, notice: EVIL }],
    });
    expect(text).not.toMatch(REFUSED);
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;script&gt;alert(1)');
  });

  it('has nothing that its own policy refuses', () => {
    expect(page({ weekly: [week('2026-10-12', 300), week('2026-11-09', 360)] })).not.toMatch(REFUSED);
  });
});
