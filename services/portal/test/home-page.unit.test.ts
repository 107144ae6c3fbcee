import { aDefinition, shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { homePage } from '../src/pages/home-page.ts';
import { aSummary, versionShares } from './a-summary.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const definition = aDefinition({
  summaries: [
    { name: 'systems', kind: 'systems' },
    { name: 'version', kind: 'share', field: '/version', levels: ['x.y', 'x.y.z'] },
    { name: 'count', kind: 'statistics', field: '/count' },
  ],
});
const version = aSummary({ name: 'version', kind: 'share', systems: 30, figures: versionShares });

const page = (latest = [aSummary()], definitions = [definition]) =>
  homePage({ channel: 'production', definitions, latest, nowMs: NOW });

describe('the page', () => {
  it('says how many systems reported, up to when there is data and when it was computed', () => {
    const text = page();
    expect(text).toContain('40 systems');
    expect(text).toContain('Data up to 2026-11-20, computed 2026-11-21 01:00 UTC.');
    expect(text).toContain('Late reports may still change these figures.');
    expect(page([aSummary({ final: true })])).toContain('These figures are final.');
  });

  it('shows the summaries in the order of the definition', () => {
    const count = aSummary({ name: 'count', kind: 'share', figures: versionShares });
    expect(page([aSummary(), count, version])).toMatch(/<h3>version<[\s\S]*<h3>count</);
  });

  it('shows shares with of how many systems, as a table and as bars', () => {
    const text = page([aSummary(), version]);
    expect(text).toContain('30 of 40 systems have sent this.');
    expect(text).toMatch(/3\.21<\/th><td class="number">20<\/td><td class="number">66\.7 %<\/td>/);
    expect(text).toContain('<rect width="66.7%" height="100%"/>');
    expect(text).toContain('all others together');
    expect(text).toMatch(/<details><summary>By x\.y\.z<\/summary><table>[\s\S]*3\.21\.0/);
  });

  it('shows statistics', () => {
    const histogram = [
      { from: null, to: 1, systems: 10 },
      { from: 1, to: 4, systems: 20 },
    ];
    const statistics = [
      { key: null, systems: 30, mean: 2.345, p5: 0, p25: 1, median: 2, p75: 3, p95: 1234, histogram },
    ];
    const figures = { suppressed: false as const, statistics };
    const text = page([aSummary({ name: 'count', kind: 'statistics', systems: 30, figures })]);
    expect(text).toContain('<dt>Mean</dt><dd>2.35</dd>');
    expect(text).toContain('<dt>95th</dt><dd>1,234</dd>');
    expect(text).toContain('below 1</th>');
    expect(text).toContain('1 to below 4</th>');
  });

  it('says nothing about too few', () => {
    const few = { systems: null, figures: { suppressed: true as const } };
    const text = page([aSummary({ ...few, of_systems: null }), { ...version, ...few, of_systems: null }]);
    expect(text).toContain('Fewer than 10 systems reported on 2026-11-20');
    expect(text).toContain('Fewer than 10 systems have sent this');
  });

  it('says what to do where there is nothing yet', () => {
    expect(page([])).toContain('npm run demo');
    expect(page([], [])).toContain('definitions folder');
  });

  it('answers every question of a review, and lists every field', () => {
    const { definitions } = shippedDefinitions();
    const text = homePage({ channel: 'production', definitions, latest: [], nowMs: NOW });
    for (const { review, fields, expires } of definitions) {
      for (const answer of Object.values(review)) expect(text).toContain(answer.replaceAll("'", '&#39;'));
      for (const pointer of Object.keys(fields)) expect(text).toContain(`<code>${pointer}</code>`);
      expect(text).toContain(expires);
    }
    expect(text).toContain('30 days');
  });

  it('says what is no longer collected', () => {
    expect(page()).not.toContain('no longer collected');
    expect(page([], [aDefinition({ status: 'retired' })])).toContain('no longer collected');
    expect(page([], [aDefinition({ expires: '2026-11-21' })])).toContain('no longer collected');
  });

  it('warns of a definition that runs out within 30 days, by name and beside it', () => {
    const soon = page([], [aDefinition({ expires: '2026-12-05' })]);
    expect(soon).toMatch(
      /<aside class="notice"[\s\S]*Example<\/a> expires soon \(2026-12-05\)\. To go on, tests has to/,
    );
    expect(soon).toContain('<strong class="label">expires in 14 days</strong>');
    expect(page([], [aDefinition({ expires: '2026-11-22' })])).toContain('expires within a day');
  });

  it('warns of one that has expired, and of none that is in force or retired', () => {
    const expired = page([], [aDefinition({ expires: '2026-11-01' })]);
    expect(expired).toContain('has expired and takes no reports');
    expect(expired).toContain('no longer collected: expired on 2026-11-01');
    for (const fine of [aDefinition(), aDefinition({ status: 'retired', expires: '2026-11-01' })])
      expect(page([], [fine])).not.toContain('class="notice"');
  });

  it('labels a draft', () => {
    expect(page([], [aDefinition({ status: 'draft' })])).toContain(
      '<strong class="label">draft, not approved</strong>',
    );
    expect(page([], [definition])).not.toContain('class="label"');
  });

  it('leads to the unregistered fields of each source', () => {
    expect(page()).toContain('href="/sources/example/status/unregistered"');
  });

  it('lets nothing through as markup, whoever wrote it', () => {
    const bad = '<img src=x onerror=alert(1)>"\'';
    const review = Object.fromEntries(Object.keys(definition.review).map((key) => [key, bad]));
    const evil = { ...definition, title: bad, owner: bad, review: { ...definition.review, ...review } };
    const shares = [{ key: bad, level: bad, systems: 30, values: [{ value: bad, systems: 30 }], other: 0 }];
    const figures = { suppressed: false as const, shares: [...shares, ...shares] };
    const text = page([aSummary({ name: bad, kind: 'share', figures, day: bad, computed_at: bad })], [evil]);
    expect(text).not.toContain('<img');
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;');
  });

  it('needs no script, no style of its own and nothing from elsewhere', () => {
    const text = page([aSummary(), version]);
    expect(text).not.toMatch(/<script|<style|\sstyle=|\son\w+=|(?:src|href)="(?!\/"|\/[^/])/);
  });
});
