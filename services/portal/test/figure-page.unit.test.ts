import { describe, expect, it } from 'vitest';
import { getSource, oneDay, pageOf } from './a-source.ts';

describe('the page of a figure', () => {
  it('shows all values, and leads back with the same view', async () => {
    const page = await pageOf(oneDay, '/figures/version?range=week&level=x.y.z');
    expect(page).toContain('<h1>Versions</h1>');
    expect(page).toContain('href="/sources/example/status?range=week&amp;level=x.y.z"');
    expect(page).toMatch(/All others: values of too few systems to be shown<\/th><td>15</);
    expect(page).not.toContain('aria-labelledby="count"');
  });

  it('shows the versions of each key over time', async () => {
    const page = await pageOf(oneDay, '/figures/plugins');
    expect(page).toContain('data-plot="plugins-key-0"');
    expect(page).not.toContain('data-plot="plugins-key-1"');
  });

  it.each(['systems', 'count', 'age', 'version_by_place'])('is there for %s', async (name) => {
    const response = await getSource({ figures: oneDay }, `/figures/${name}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });
});

describe('what cannot be shown', () => {
  it.each([
    ['/figures/evil', 404],
    ['/figures/%3Cscript%3E', 404],
    ['?range=decade', 400],
    ['?to=2999-01-01', 400],
    ['?evil=1', 400],
    ['/figures/version?to=evil', 400],
  ])('is a plain page: %s', async (path, status) => {
    const response = await getSource({ figures: oneDay }, path);
    expect(response.status).toBe(status);
    const text = await response.text();
    expect(text).toContain('<!doctype html>');
    expect(text).not.toMatch(/evil|decade|2999|<script>/);
  });
});
