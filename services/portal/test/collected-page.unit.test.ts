import { aDefinition, shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { collectedIndexPage, collectedPage } from '../src/definitions/collected-page.tsx';
import { aSite, EVIL, REFUSED } from './a-site.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const page = (given: Parameters<typeof aDefinition>[0] = {}, since?: string) =>
  collectedPage({ site: aSite(), definition: aDefinition(given), since, nowMs: NOW });
const { definitions } = shippedDefinitions();

describe('what is collected of a source', () => {
  it.each(definitions)('has every answer, field and figure of $application', (definition) => {
    const text = collectedPage({ site: aSite(), definition, since: undefined, nowMs: NOW });
    for (const answer of Object.values(definition.review)) expect(text).toContain(answer?.replaceAll("'", '&#39;'));
    for (const pointer of Object.keys(definition.fields)) expect(text).toContain(`<code>${pointer}</code>`);
    const path = `/sources/${definition.application}/${definition.telemetry_type}`;
    for (const { name } of definition.summaries) expect(text).toContain(`href="${path}/figures/${name}"`);
    for (const further of ['/changes', '/unregistered', '']) expect(text).toContain(`href="${path}${further}"`);
  });

  it('says who approved it and where, until when, how long raw data is kept, and who answers for it', () => {
    const approval = { by: ['data-steward', 'council'], on: '2026-01-02', reference: 'https://example.org/5' };
    const text = page({ approval }, '2026-02-03');
    expect(text).toContain('on 2 January 2026 by data-steward, council: <a href="https://example.org/5"');
    expect(text).toContain('1 January 2099, unless it is reviewed');
    expect(text).toMatch(/deleted after<\/dt><dd>30 days/);
    expect(text).toMatch(/Owner<\/dt><dd>tests</);
    expect(text).toContain('The first day that has figures here is 3 February 2026.');
  });

  it('says how figures are protected', () => {
    expect(page()).toContain('No group of fewer than 10 systems can be told');
    expect(page({ publish: { minimum_systems: 1, round_to: 1 } })).toContain('this source has no minimum');
    expect(page()).toContain('Numbers of systems are shown as they are.');
    expect(page({ publish: { minimum_systems: 5, round_to: 10 } })).toContain('rounded to multiples of 10');
  });

  it('says how late a report may come, and which ones are counted apart', () => {
    const definition = aDefinition({ channel: { development_when: { pointer: '/version', matches: 'dev<' } } });
    const text = collectedPage({ site: aSite(), definition, since: undefined, nowMs: NOW });
    expect(text).toContain('when it comes within 2 days.');
    expect(text).toContain('Reports whose <code>/version</code> matches <code>dev&lt;</code> are counted apart');
    expect(page()).not.toContain('counted apart');
    const hours = { ...definition, record: { ...definition.record, late_window: 36 * 3_600_000 } };
    expect(collectedPage({ site: aSite(), definition: hours, since: undefined, nowMs: NOW })).toContain('36 hours.');
  });

  it('says what happens where personal data is found', () => {
    expect(page()).toContain('It is taken out, and the rest of the report is kept.');
    expect(page({ personal_data_found: 'reject' })).toContain('The whole report is dropped.');
  });

  it('says of each field how it is stored, and what it is used for', () => {
    const text = page({ summaries: [{ name: 'version', kind: 'share', field: '/version' }] });
    expect(text).toMatch(
      /<code>\/id<\/code><\/th><td>text<\/td><td>as a keyed hash only[^<]*<\/td><td>telling systems apart</,
    );
    expect(text).toMatch(/<code>\/version<\/code><\/th><td>a version<\/td><td>as sent<\/td><td>Version</);
    expect(text).toMatch(/<code>\/count<\/code>[\s\S]*?<td>no figure</);
  });

  it('says how to opt out, in its own words where it has some', () => {
    const { review } = aDefinition();
    expect(page({ review: { ...review, opt_out: 'Set telemetry: off' } })).toContain('<p>Set telemetry: off.</p>');
    expect(page()).toContain('its documentation says how. If it does not, tests answers for it.');
    expect(page()).toContain('href="/your-data"');
  });

  it('says where it stands', () => {
    expect(page({ status: 'retired' })).toContain('no longer collected');
    expect(page({ status: 'draft', approval: undefined })).toMatch(/Approved<\/dt><dd>not yet/);
  });

  it('lets nothing through as markup, and no link but to the web', () => {
    const { review } = aDefinition();
    const evil = Object.fromEntries(Object.keys(review).map((key) => [key, EVIL])) as typeof review;
    const approval = { by: [EVIL], on: '2026-01-01', reference: 'javascript:alert(1)' };
    const text = page({ title: EVIL, owner: EVIL, review: { ...evil, opt_out: EVIL }, approval });
    expect(text).not.toMatch(REFUSED);
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('href="javascript:');
  });
});

describe('what is collected at all', () => {
  it('leads to each definition, and says how to opt out of each', () => {
    const text = collectedIndexPage({ site: aSite(), definitions, nowMs: NOW });
    for (const { application, telemetry_type, review } of definitions) {
      expect(text).toContain(`href="/sources/${application}/${telemetry_type}/collected"`);
      expect(text).toContain(review.opt_out);
    }
    expect(text).toContain('<h2 id="opt-out">');
  });

  it('is nothing without definitions', () => {
    expect(collectedIndexPage({ site: aSite(), definitions: [], nowMs: NOW })).toContain('nothing is collected');
  });
});
