import { describe, expect, inject, it } from 'vitest';

const { production } = inject('site');

const LINK = /(?:href|src|action)="([^"]*)"/g;
/** A few of each kind are enough, of those that differ by a day, by a value, or by the figure of which they show a part. */
const MOST_OF_A_KIND = 2;
const MOST_ADDRESSES = 300;

const unescaped = (text: string) => text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
function kindOf({ pathname, searchParams }: URL): string {
  if (searchParams.size === 0) return pathname.replaceAll(/\d{4}-\d{2}/g, 'MONTH');
  return `${pathname.replace(/figures\/.*/, 'FIGURE')}?${[...searchParams.keys()].toSorted()}`;
}

interface Followed {
  /** What did not answer 200, and where it was linked. */
  readonly broken: string[];
  readonly pages: Set<string>;
  readonly elsewhere: Set<string>;
}

/** Follows what is linked from page to page of the same site. */
async function follow(site: string): Promise<Followed> {
  const followed: Followed = { broken: [], pages: new Set(), elsewhere: new Set() };
  const kinds = new Map<string, number>();
  const queue = [{ to: '/', from: 'nowhere' }];
  const seen = new Set<string>();
  for (const { to, from } of queue) {
    const url = new URL(to, `${site}${from === 'nowhere' ? '' : from}`);
    const path = `${url.pathname}${url.search}`;
    if (url.origin !== site) followed.elsewhere.add(url.origin);
    const kind = kindOf(url);
    if (url.origin !== site || seen.has(path) || (kinds.get(kind) ?? 0) >= MOST_OF_A_KIND) continue;
    seen.add(path);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    const response = await fetch(url);
    const body = await response.text();
    // The form of /your-data leads to what wants an id.
    if (response.status !== 200 && url.pathname !== '/requests')
      followed.broken.push(`${from} → ${path}: ${response.status}`);
    if (!response.headers.get('content-type')?.startsWith('text/html')) continue;
    followed.pages.add(url.pathname);
    for (const [, link = ''] of body.matchAll(LINK)) queue.push({ to: unescaped(link), from: path });
    if (seen.size > MOST_ADDRESSES) throw new Error(`more than ${MOST_ADDRESSES} addresses, the last of ${from}`);
  }
  return followed;
}

describe('links', () => {
  it('lead somewhere, from every page to every other', async () => {
    const { broken, pages } = await follow(production);
    expect(broken).toEqual([]);
    for (const source of ['/sources/pulp/status', '/sources/trento/host_telemetry'])
      for (const path of ['', '/collected', '/changes', '/unregistered']) expect(pages).toContain(`${source}${path}`);
    for (const path of ['/collected', '/data', '/status', '/your-data', '/sources/pulp/status/figures/version'])
      expect(pages).toContain(path);
  });
});
