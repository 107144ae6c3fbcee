import { inspect } from 'node:util';
import { receiptOf } from '@heliograph/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReceiptOfStore } from '../src/stores/request-store.ts';
import { aPortal, startSite } from './a-portal.ts';

const ID = '7c1f6f0e-3a55-4c1b-9d2e-0a8f5b6c7d8e';
const receipt: ReceiptOfStore = {
  request: 'export',
  store: 'postgres',
  received_at: '2026-11-21T10:00:00.000Z',
  done_at: '2026-11-21T10:00:02.000Z',
};
const DOCUMENT = '{"observations": [{"n": 12345678901234567890.10}]}';
const SECRET_PATHS = [`/requests/${ID}`, `/api/v1/requests/${ID}`, `/api/v1/exports/${ID}`];

let url: URL;
let close: () => Promise<void>;
let logged: string;
let failure: unknown;
let document: string | undefined;
/** What the stores have been asked for. */
let asked: string[];

beforeEach(async () => {
  [logged, failure, document, asked] = ['', undefined, DOCUMENT, []];
  const answer = async <T>(key: string, found: T) => {
    asked.push(key);
    if (failure !== undefined) throw failure;
    return found;
  };
  const isKnown = (key: string) => key === receiptOf(ID);
  const requests = {
    receiptsOf: (key: string) => answer(key, isKnown(key) ? [receipt] : []),
    documentOf: (key: string) => answer(key, isKnown(key) ? document : undefined),
    hasDocument: (key: string) => answer(key, isKnown(key) && document !== undefined),
  };
  const log = (fields: object, message: string) => {
    logged += inspect([fields, message], { depth: 10 });
  };
  ({ url, close } = await startSite(aPortal({ requests }), { debug: log, warn: log, error: log }));
});

afterEach(() => close());

const get = (path: string) => fetch(new URL(path, url), { redirect: 'manual' });

describe('the form', () => {
  it.each([ID, ID.toUpperCase(), `%20${ID}+`])('leads to the page of %s', async (id) => {
    const response = await get(`/requests?id=${id}`);
    expect([response.status, response.headers.get('location')]).toEqual([303, `/requests/${ID}`]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['', '?id=', '?id=evil', `?id=${ID}&id=${ID}`, `?id[]=${ID}`, '?id=//example.org'])(
    'with %s says that this is no id, and repeats nothing',
    async (query) => {
      const response = await get(`/requests${query}`);
      expect([response.status, response.headers.get('location')]).toEqual([404, null]);
      expect(await response.text()).not.toMatch(/evil|example\.org|7c1f6f0e/);
    },
  );
});

describe('the id of a request', () => {
  it('opens its page, its state and its document', async () => {
    expect(await (await get(`/requests/${ID}`)).text()).toContain('Download the copy');
    expect(await (await get(`/api/v1/requests/${ID}`)).json()).toEqual({
      request: 'export',
      status: 'done',
      received_at: receipt.received_at,
      done_at: receipt.done_at,
      stores: [{ store: 'postgres', status: 'done', done_at: receipt.done_at }],
      stays: [],
      document: `/api/v1/exports/${ID}`,
    });
    const copy = await get(`/api/v1/exports/${ID}`);
    expect(copy.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(copy.headers.get('content-disposition')).toBe('attachment; filename="telemetry.json"');
    expect(await copy.text()).toBe(DOCUMENT);
    expect(new Set(asked)).toEqual(new Set([receiptOf(ID)]));
  });

  it('is one id in capitals too', async () => {
    expect((await get(`/api/v1/exports/${ID.toUpperCase()}`)).status).toBe(200);
  });

  it('that nobody was given looks like one that waits', async () => {
    const other = ID.replace('7c', '8d');
    expect(await (await get(`/requests/${other}`)).text()).toContain('Nothing has been done yet');
    expect(await (await get(`/api/v1/requests/${other}`)).json()).toMatchObject({ status: 'waiting', stores: [] });
    const copy = await get(`/api/v1/exports/${other}`);
    expect([copy.status, copy.headers.get('content-disposition')]).toEqual([404, null]);
    expect(await copy.json()).toMatchObject({ code: 'no_document' });
  });

  it('opens no document that is over', async () => {
    document = undefined;
    expect(await (await get(`/api/v1/requests/${ID}`)).json()).toMatchObject({ status: 'done', document: null });
    expect((await get(`/api/v1/exports/${ID}`)).status).toBe(404);
  });

  it.each([
    'evil',
    '%3Cscript%3E',
    '00000000-0000-0000-0000-000000000000',
    '0198c6f0-5b1e-7c3a-9a51-0f6f6f2d9c11',
    `${ID}0`,
    ID.replaceAll('-', ''),
    `${'a'.repeat(2000)}`,
  ])('is not %s, and no store is asked', async (id) => {
    for (const path of ['/requests', '/api/v1/requests', '/api/v1/exports']) {
      const response = await get(`${path}/${id}`);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toMatch(/evil|<script>|%3C|7c1f6f0e|aaaa/);
    }
    expect(asked).toEqual([]);
  });
});

describe('an answer that a secret opens', () => {
  it.each([...SECRET_PATHS, `/requests?id=${ID}`, '/requests/evil', '/REQUESTS/evil'])(
    'is kept by no cache and no search engine: %s',
    async (path) => {
      const { headers } = await get(path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-robots-tag')).toBe('noindex, nofollow, noarchive');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('set-cookie')).toBeNull();
    },
  );

  it('leaves nothing in the log, and nothing of the id with the store, whatever happens', async () => {
    const failures = [undefined, Object.assign(new Error('down'), { code: 'ECONNREFUSED' }), new TypeError('odd')];
    for (const error of failures) {
      failure = error;
      for (const path of [...SECRET_PATHS, `/requests?id=${ID}`, `/requests/${ID}/x`, `/requests/${ID}%`])
        await (await get(path)).text();
    }
    expect(logged).toContain('down');
    expect(logged).toContain('odd');
    expect(logged + asked.join()).not.toContain(ID.slice(0, 8));
  });

  it.each(['3F000', '42883', '42P01', '42501'])('waits while the receipts are not to be had: %s', async (code) => {
    failure = Object.assign(new Error('secret'), { code });
    for (const path of SECRET_PATHS) {
      const response = await get(path);
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '10']);
      expect(await response.text()).not.toMatch(/secret|7c1f6f0e/);
    }
  });
});
