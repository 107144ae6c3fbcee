import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { browsing } from './browsing.ts';
import { accessibility, sidewaysPixels } from './opened.ts';

/** A page that does all that no page of the site may do. */
const BAD = `<!doctype html><title>Bad</title><img src="http://127.0.0.1:1/elsewhere">
<p style="color: #ccc; width: 2000px">Pale</p>
<script>document.cookie = 'b=2'; alert('hello'); console.error('broken'); missing();</script>`;

const { open } = browsing();

let server: Server;
let site: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const isStrict = request.url === '/strict';
    response.setHeader('Content-Type', 'text/html');
    if (isStrict) response.setHeader('Content-Security-Policy', "default-src 'none'");
    else response.setHeader('Set-Cookie', 'a=1');
    response.end(BAD);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  site = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
});
afterAll(() => void server.close());

it('sees what a page does that it may not', async () => {
  await using opened = await open({}, site);
  await opened.page.goto('/');
  const faults = (await opened.faults()).join('\n');
  for (const fault of [
    `no policy: ${site}/`,
    'cookie: a',
    'cookie: b',
    'elsewhere: http://127.0.0.1:1/elsewhere',
    'dialog: hello',
    'console: broken',
    'uncaught: missing is not defined',
  ])
    expect(faults).toContain(fault);
  expect((await accessibility(opened.page)).join('\n')).toMatch(
    /color-contrast[\s\S]*image-alt|image-alt[\s\S]*color-contrast/,
  );
  expect(await sidewaysPixels(opened.page)).toBeGreaterThan(0);
});

it('sees what the policy of a page has refused', async () => {
  await using opened = await open({}, site);
  await opened.page.goto('/strict');
  const faults = await opened.faults();
  for (const refused of ['inline style', 'inline script', 'image'])
    expect(
      faults.some((fault) => new RegExp(`${refused}.*Content Security Policy`, 'i').test(fault)),
      refused,
    ).toBe(true);
});
