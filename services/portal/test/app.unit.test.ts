import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PublishedSummary, Source, SummaryQuery } from '../src/summary-store.ts';
import { aPortal, startSite } from './a-portal.ts';
import { aSummary } from './a-summary.ts';

let url: URL;
let close: () => Promise<void>;
let failure: unknown;
let asked: (SummaryQuery | Source)[];

async function answer(rows: PublishedSummary[]): Promise<PublishedSummary[]> {
  if (failure !== undefined) throw failure;
  return rows;
}

beforeEach(async () => {
  failure = undefined;
  asked = [];
  const portal = aPortal();
  const summaries = {
    ...portal.summaries,
    latest: () => answer([aSummary()]),
    find: (query: SummaryQuery) => {
      asked.push(query);
      return answer([aSummary()]);
    },
    unregistered: async (source: Source) => {
      asked.push(source);
      const values = [{ value: '/secret_colour', systems: 20 }];
      return {
        day: '2026-11-20',
        systems: 20,
        of_systems: 40,
        figures: { suppressed: false as const, values, other: 0 },
      };
    },
  };
  ({ url, close } = await startSite({ ...portal, summaries }));
});

afterEach(() => close());

const get = (path: string) => fetch(new URL(path, url));

/** Sends the path as it is: fetch would repair it. */
async function getRaw(path: string, method = 'GET'): Promise<{ status: number; body: string }> {
  const sent = request({ host: url.hostname, port: url.port, path, method });
  sent.end();
  const [response] = await once(sent, 'response');
  let body = '';
  for await (const chunk of response) body += chunk;
  return { status: response.statusCode, body };
}

describe('the site', () => {
  it('serves the page and its stylesheet', async () => {
    const page = await get('/');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('40 systems');
    const style = await get('/style.css');
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  });

  it.each(['/', '/your-data', '/style.css', '/api/v1/sources', '/api/v1/summaries', '/nowhere'])(
    'tells the browser of %s to run nothing, and sets no cookie',
    async (path) => {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );
});

describe('the page of unregistered fields', () => {
  it('is there for every source', async () => {
    const page = await get('/sources/example/status/unregistered');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const text = await page.text();
    expect(text).toContain('<code>/secret_colour</code>');
    expect(asked).toEqual([{ application: 'example', telemetry_type: 'status', channel: 'production' }]);
  });

  it.each(['/sources/example/evil/unregistered', '/sources/%3Cb%3E/status/unregistered'])(
    'is not there for %s, and no store is asked',
    async (path) => {
      const page = await get(path);
      expect(page.status).toBe(404);
      expect(await page.text()).not.toMatch(/evil|<b>/);
      expect(asked).toEqual([]);
    },
  );
});

describe('the API', () => {
  it('lists the sources', async () => {
    const { channel, sources } = (await (await get('/api/v1/sources')).json()) as {
      channel: string;
      sources: object[];
    };
    expect(channel).toBe('production');
    expect(sources).toMatchObject([
      {
        application: 'example',
        telemetry_type: 'status',
        collected: true,
        retention_days: 30,
        minimum_systems: 10,
        standing: 'in_force',
        fields: expect.arrayContaining([
          { pointer: '/id', type: 'string', sanitise: 'hash', stored: expect.stringContaining('keyed hash') },
        ]),
        data_up_to: '2026-11-20',
        computed_at: '2026-11-21T01:00:05.000Z',
      },
    ]);
  });

  it('gives the summaries that are asked for', async () => {
    const response = await get(
      '/api/v1/summaries?application=example&telemetry_type=status&name=systems&to=2026-11-20',
    );
    expect(response.headers.get('cache-control')).toBe('public, max-age=60');
    expect(await response.json()).toEqual({ from: '2026-10-22', to: '2026-11-20', summaries: [aSummary()] });
    expect(asked).toEqual([
      {
        application: 'example',
        telemetry_type: 'status',
        channel: 'production',
        name: 'systems',
        from: '2026-10-22',
        to: '2026-11-20',
      },
    ]);
  });

  it.each([
    ['/api/v1/summaries', 400, 'bad_parameters'],
    ['/api/v1/summaries?application=%3Cscript%3E&telemetry_type=status', 400, 'bad_parameters'],
    ['/api/v1/summaries?application=example&telemetry_type=status&channel=evil', 400, 'bad_parameters'],
    ['/api/v1/summaries?application=example&application=example&telemetry_type=status', 400, 'bad_parameters'],
    ['/api/v1/summaries?application=example&telemetry_type=status&evil=1', 400, 'bad_parameters'],
    ['/api/v1/summaries?application=evil&telemetry_type=status', 404, 'unknown_source'],
    ['/api/v1/summaries?application=example&telemetry_type=status&name=evil', 404, 'unknown_summary'],
    ['/api/v1/evil', 404, 'not_found'],
    ['/api/v1/%E0%A4%A', 404, 'not_found'],
  ])('answers %s with a problem that repeats nothing', async (path, status, code) => {
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ type: 'about:blank', status, code });
    expect(text).not.toMatch(/evil|script/);
    expect(asked).toEqual([]);
  });
});

describe('what is not there', () => {
  it.each([
    ['GET', '/<script>alert(1)</script>'],
    ['GET', '/%'],
    ['GET', '//example.org/%2e%2e'],
    ['GET', '/dist/main.js'],
    ['POST', '/'],
    ['DELETE', '/evil'],
  ])('is a plain page: %s %s', async (method, path) => {
    const { status, body } = await getRaw(path, method);
    expect([400, 404]).toContain(status);
    expect(body).toContain('<!doctype html>');
    expect(body).not.toMatch(/alert|evil|example\.org|main\.js/);
  });
});

describe('a failing store', () => {
  it.each([
    ['is down', Object.assign(new Error('secret'), { code: 'ECONNREFUSED' }), 503, 'store_unavailable', '10'],
    ['has no tables yet', Object.assign(new Error('secret'), { code: '42P01' }), 503, 'store_unavailable', '10'],
    ['is not understood', new TypeError('secret'), 500, 'internal_error', null],
  ])('that %s is a problem of ours, without its details', async (_, error, status, code, retryAfter) => {
    failure = error;
    const response = await get('/api/v1/sources');
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ status, code });
    const page = await get('/');
    expect(page.status).toBe(status);
    expect(text + (await page.text())).not.toContain('secret');
  });
});
