import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ASSETS } from '../src/http/assets.ts';
import { aPortal, startSite } from './a-portal.ts';

const SITE_SCRIPT = ASSETS['site.js'].content;

describe('the script of the site', () => {
  it('is a script, and makes no markup, style attribute or request of its own', () => {
    expect(() => new Script(SITE_SCRIPT)).not.toThrow();
    expect(SITE_SCRIPT).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|\.style\b|fetch\(|cookie|localStorage|eval/,
    );
  });

  it('is served from the site itself', async () => {
    const { url, close } = await startSite(aPortal());
    const response = await fetch(new URL('/site.js', url));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(await response.text()).toBe(SITE_SCRIPT);
    await close();
  });
});
