import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anUnregisteredFigure, aShareFigure, aSystemsFigure } from './a-figure.ts';
import { aPortal, startSite } from './a-portal.ts';
import { failingStore, memoryStore } from './memory-store.ts';

let url: URL;
let close: () => Promise<void>;
let failure: unknown;

beforeEach(async () => {
  failure = undefined;
  const figures = [aSystemsFigure(), aShareFigure(), anUnregisteredFigure()];
  const summaries = failingStore(memoryStore({ figures }), () => failure);
  ({ url, close } = await startSite(aPortal({ summaries })));
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
    expect(await page.text()).toContain('40');
    const style = await get('/style.css');
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  });

  it.each(['/', '/your-data', '/style.css', '/api/v1/sources', '/api/v1/summaries', '/nowhere'])(
    'tells the browser of %s to run nothing of elsewhere and nothing inline, and sets no cookie',
    async (path) => {
      const { headers } = await get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
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
    expect(await page.text()).toContain('<code>/secret_colour</code>');
  });

  it.each(['/sources/example/evil/unregistered', '/sources/%3Cb%3E/status/unregistered'])(
    'is not there for %s',
    async (path) => {
      const page = await get(path);
      expect(page.status).toBe(404);
      expect(await page.text()).not.toMatch(/evil|<b>/);
    },
  );
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
    const paths = ['sources', 'summaries?application=example&telemetry_type=status', 'notices'];
    for (const path of [...paths, 'summaries.csv?application=example&telemetry_type=status']) {
      const response = await get(`/api/v1/${path}`);
      expect([response.status, response.headers.get('retry-after')], path).toEqual([status, retryAfter]);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('content-disposition')).toBeNull();
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({ status, code });
      expect(text).not.toContain('secret');
    }
    const page = await get('/');
    expect(page.status).toBe(status);
    expect(await page.text()).not.toContain('secret');
  });
});
