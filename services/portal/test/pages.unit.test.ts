import { aDefinition } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { toPipeline } from '../src/status/pipeline.ts';
import { anUnregisteredFigure, aShareFigure, aSystemsFigure } from './a-figure.ts';
import { aPortal, type PortalGiven, startSite } from './a-portal.ts';
import { REFUSED } from './a-site.ts';
import { failingStore, memoryStore } from './memory-store.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const published = memoryStore({
  figures: [
    aSystemsFigure(),
    aShareFigure(),
    anUnregisteredFigure(),
    aSystemsFigure({ period: 'week', start: '2026-10-12', systems: 300 }),
    aSystemsFigure({ period: 'week', start: '2026-11-09', systems: 360 }),
  ],
  definitions: [{ definition: aDefinition(), since: '2026-01-01T08:00:00.000Z' }],
});

async function site(given: PortalGiven = {}) {
  const started = await startSite(aPortal({ summaries: published, ...given }));
  close = started.close;
  return (path: string, accept = 'text/html,*/*;q=0.8') =>
    fetch(new URL(path, started.url), { headers: { Accept: accept } });
}
const PAGES: readonly (readonly [path: string, words: string])[] = [
  ['/', '360 systems in the week of 9 November 2026'],
  ['/collected', 'How to opt out'],
  ['/data', 'A package for each month'],
  ['/status', 'The figures are up to date.'],
  ['/your-data', 'Find the id'],
  ['/sources/example/status/collected', 'Collected fields'],
  ['/sources/example/status/changes', 'The first that is recorded'],
  ['/sources/example/status/unregistered', '/secret_colour'],
];

describe('the pages', () => {
  it.each(PAGES)('are served at %s, with nothing that the policy refuses', async (path, words) => {
    const get = await site();
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    const text = await response.text();
    expect(text).toContain(words);
    expect(text).not.toMatch(REFUSED);
  });

  it.each(PAGES)('say at %s whose site it is, and of which channel', async (path) => {
    const get = await site({
      title: 'Acme in numbers',
      channel: 'development',
      otherChannelUrl: 'https://acme.example',
    });
    const text = await (await get(path)).text();
    expect(text).toContain('Acme in numbers</title>');
    expect(text).toContain('Development versions only');
    expect(text).toContain('href="https://acme.example"');
  });

  it('come with their style, their icon and their script, all from here', async () => {
    const get = await site();
    const { headers } = await get('/');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    for (const [path, type] of [
      ['/style.css', 'text/css; charset=utf-8'],
      ['/favicon.svg', 'image/svg+xml; charset=utf-8'],
      ['/site.js', 'text/javascript; charset=utf-8'],
    ] as const) {
      const response = await get(path);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
      expect((await response.text()).length).toBeGreaterThan(100);
    }
  });
});

describe('the status', () => {
  it('is there for programs as well', async () => {
    const get = await site({ pipeline: async () => toPipeline([{ service: 'dedup' }], NOW) });
    const response = await get('/api/v1/status');
    expect(response.headers.get('cache-control')).toBe('public, max-age=10');
    expect(await response.json()).toMatchObject({
      state: 'trouble',
      troubles: ['The dedup does not answer.'],
      sources: [{ application: 'example', data_up_to: '2026-11-20' }],
      services: [{ service: 'dedup', processes: 1, answering: 0 }],
    });
    expect(await (await get('/status')).text()).toContain('The dedup does not answer.');
  });
});

describe('what is not there', () => {
  it.each([
    '/nowhere',
    '/sources/evil/status/collected',
    '/sources/example/evil/changes',
    '/sources/%3Cb%3E/status/changes',
  ])('is a page that helps on, for people: %s', async (path) => {
    const get = await site({ title: 'Acme in numbers' });
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    expect(text).toContain('There is nothing here · Acme in numbers');
    expect(text).toContain('<a href="/">All sources');
    expect(text).not.toMatch(/evil|nowhere|<b>/);
  });

  it('is a problem for programs that take nothing else', async () => {
    const response = await (await site())('/nowhere', 'application/json');
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('is said kindly where the store is away', async () => {
    const away = Object.assign(new Error('secret'), { code: 'ECONNREFUSED' });
    const get = await site({ summaries: failingStore(published, () => away) });
    const response = await get('/');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '10']);
    const text = await response.text();
    expect(text).toContain('Back in a moment');
    expect(text).not.toContain('secret');
  });
});
