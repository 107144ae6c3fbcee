import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Channel } from '@heliograph/schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aSystemsFigure } from './a-figure.ts';
import { aPortal, startSite } from './a-portal.ts';
import { failingStore, memoryStore } from './memory-store.ts';

let url: URL;
let close: () => Promise<void>;
let store: ReturnType<typeof memoryStore>;
let failure: unknown;
let asked: number;
let nowMs: number;

beforeEach(async () => {
  asked = 0;
  failure = undefined;
  nowMs = Date.parse('2026-11-21T10:00:00.000Z');
  store = memoryStore({ figures: [aSystemsFigure()] });
  const counting = {
    ...store,
    extents: (channel: Channel) => {
      asked += 1;
      return store.extents(channel);
    },
    version: () => store.version(),
  };
  const summaries = failingStore(counting, () => failure);
  ({ url, close } = await startSite(aPortal({ summaries, now: () => nowMs })));
});
afterEach(() => close());

const get = (path: string) => fetch(new URL(path, url));
const SOURCES = '/api/v1/sources';

/** As it comes: fetch would decompress the bytes, and ask for everything anew where there is a condition. */
async function getRaw(path: string, headers: Record<string, string>, method = 'GET') {
  const sent = request({ host: url.hostname, port: url.port, path, headers, method });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const bytes = Buffer.concat(await response.toArray());
  const { etag, 'content-encoding': encoding } = response.headers;
  return { status: response.statusCode, etag, encoding, bytes };
}

describe('answers', () => {
  it('are made once for as long as nothing changes, whatever the order of the parameters', async () => {
    const texts = await Promise.all(
      [`${SOURCES}?a=1&b=2`, `${SOURCES}?b=2&a=1`].map(async (path) => (await get(path)).text()),
    );
    expect(new Set(texts).size).toBe(1);
    await get(`${SOURCES}?a=1&b=2`);
    expect(asked).toBe(1);
    await get(`${SOURCES}?a=1&b=3`);
    expect(asked).toBe(2);
  });

  it('are made anew when something is published, within seconds', async () => {
    await get(SOURCES);
    store = memoryStore({ figures: [aSystemsFigure(), aSystemsFigure({ start: '2026-11-21' })] });
    nowMs += 4999;
    expect(await (await get(SOURCES)).text()).not.toContain('"data_up_to":"2026-11-21"');
    nowMs += 1;
    expect(await (await get(SOURCES)).text()).toContain('"data_up_to":"2026-11-21"');
  });

  it('are made anew after their own time', async () => {
    await get(SOURCES);
    nowMs += 59_999;
    await get(SOURCES);
    expect(asked).toBe(1);
    nowMs += 1;
    await get(SOURCES);
    expect(asked).toBe(2);
  });

  it('are given while the store is away, as long as they are good', async () => {
    await get(SOURCES);
    failure = Object.assign(new Error(), { code: 'ECONNREFUSED' });
    nowMs += 30_000;
    expect((await get(SOURCES)).status).toBe(200);
    nowMs += 30_000;
    expect((await get(SOURCES)).status).toBe(503);
    failure = undefined;
    expect((await get(SOURCES)).status).toBe(200);
  });

  it('have the same headers from memory as at first', async () => {
    const headersOf = async () => {
      const { headers } = await get(SOURCES);
      return Object.fromEntries([...headers].filter(([name]) => name !== 'date'));
    };
    const first = await headersOf();
    expect(first).toMatchObject({
      'cache-control': 'public, max-age=60',
      'content-type': 'application/json; charset=utf-8',
      vary: 'Accept-Encoding',
      'access-control-allow-origin': '*',
      etag: expect.stringMatching(/^W\/"[\w-]{22}"$/),
    });
    expect(await headersOf()).toEqual(first);
    expect(asked).toBe(1);
  });

  it('need not be sent to those who have them', async () => {
    const etag = (await get(SOURCES)).headers.get('etag') ?? '';
    const nothing = { bytes: Buffer.alloc(0), etag };
    expect(await getRaw(SOURCES, { 'If-None-Match': etag })).toMatchObject({ status: 304, ...nothing });
    expect(await getRaw(SOURCES, { 'If-None-Match': 'W/"other"' })).toMatchObject({ status: 200, etag });
    expect(await getRaw(SOURCES, {}, 'HEAD')).toMatchObject({ status: 200, ...nothing });
    expect(asked).toBe(1);
  });

  it('are compressed as asked for', async () => {
    const plain = await getRaw(SOURCES, { 'Accept-Encoding': 'identity' });
    const brotli = await getRaw(SOURCES, { 'Accept-Encoding': 'gzip, deflate, br' });
    const gzip = await getRaw(SOURCES, { 'Accept-Encoding': 'gzip, br;q=0' });
    expect([plain.encoding, brotli.encoding, gzip.encoding]).toEqual([undefined, 'br', 'gzip']);
    expect(brotliDecompressSync(brotli.bytes)).toEqual(plain.bytes);
    expect(gunzipSync(gzip.bytes)).toEqual(plain.bytes);
    expect(brotli.bytes.length).toBeLessThan(plain.bytes.length / 2);
  });

  it('that are problems or secrets are made each time', async () => {
    let looked = 0;
    const requests = {
      receiptsOf: async () => {
        looked += 1;
        return [];
      },
      documentOf: async () => undefined,
      hasDocument: async () => false,
    };
    const site = await startSite(aPortal({ requests }));
    const path = '/api/v1/requests/7f1f5c1e-3b87-4c0e-9a3c-0a4b1c2d3e4f';
    for (let i = 0; i < 2; i += 1) {
      const { headers } = await fetch(new URL(path, site.url));
      expect(headers.get('cache-control')).toBe('no-store');
    }
    expect(looked).toBe(2);
    await site.close();
  });
});
