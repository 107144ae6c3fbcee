import { describe, expect, it } from 'vitest';
import { browsing } from './browsing.ts';
import { accessibility } from './opened.ts';

const { site, reader } = browsing();
const opened = reader();
const get = (path: string, accept = 'text/html') => fetch(`${site}${path}`, { headers: { accept } });
const PULP = '/sources/pulp/status';

/** Of both kinds of answers, the layout of which is the same for all of a kind. */
describe.each([
  ['/nothing', 404],
  [`${PULP}?to=2999-01-01`, 400],
])('the page of %s', (path, status) => {
  it('has nothing that axe objects to, and leads on', async () => {
    const { page } = opened();
    expect((await page.goto(path))?.status()).toBe(status);
    expect(await accessibility(page)).toEqual([]);
    await page.locator('header a[href="/"]').first().click();
    await page.waitForURL(({ pathname }) => pathname === '/');
  });
});

describe.each([
  ['/sources/nobody/nothing', 404],
  [`${PULP}/figures/none`, 404],
  [`${PULP}/nothing`, 404],
  ['/nothing/at/all', 404],
  ['/data/packages/2026-13/figures.csv', 404],
  ['/data/packages/2099-01/figures.csv', 404],
  [`${PULP}?to=2999-01-01`, 400],
  [`${PULP}?to=yesterday`, 400],
  [`${PULP}?range=1000000d`, 400],
  [`${PULP}?range=week&range=all`, 400],
  [`${PULP}?level=<script>alert(1)</script>`, 400],
  ['/%E0%A4%A', 404],
])('%s', (path, status) => {
  it(`is answered ${status} with a page that says so, repeats nothing, and has a link to the home page`, async () => {
    const { page, faults } = opened();
    const response = await page.goto(path);
    expect(response?.status()).toBe(status);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('main').textContent()).not.toMatch(/alert\(1\)|nobody|2999/);
    expect(await page.locator('header a[href="/"]').first().isVisible()).toBe(true);
    expect(await faults()).toEqual([]);
  });
});

describe.each([
  ['/api/v1/sources/nobody/nothing', 404, 'unknown_source'],
  ['/api/v1/summaries?application=nobody&telemetry_type=nothing', 404, 'unknown_source'],
  ['/api/v1/summaries?application=pulp&telemetry_type=status&name=none', 404, 'unknown_summary'],
  ['/api/v1/summaries', 400, 'bad_parameters'],
  ['/api/v1/summaries?application=pulp&telemetry_type=status&from=0001-01-01&to=2738-11-28', 400, 'bad_parameters'],
  ['/api/v1/summaries?application=pulp&telemetry_type=status&from=2999-01-01&to=2999-01-02', 400, 'bad_parameters'],
  ['/api/v1/summaries?application=pulp&telemetry_type=status&page_token=bm90aGluZw', 400, 'bad_parameters'],
  ['/api/v1/summaries?application=pulp&telemetry_type=status&limit=1000000', 400, 'bad_parameters'],
  ['/api/v1/summaries?application=<script>alert(1)</script>&telemetry_type=status', 400, 'bad_parameters'],
  ['/api/v1/nothing', 404, 'not_found'],
])('%s', (path, status, code) => {
  it(`is answered ${status} ${code} as problem+json that repeats nothing`, async () => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ status, code });
    expect(text).not.toMatch(/script|nobody|2738|bm90/);
  });
});
