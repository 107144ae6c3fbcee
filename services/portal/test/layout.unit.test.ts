import { renderDocument } from '@heliograph/html';
import { jsx } from '@heliograph/html/jsx-runtime';
import { describe, expect, it } from 'vitest';
import { Layout } from '../src/site/layout.tsx';
import { aSite, EVIL, REFUSED } from './a-site.ts';

const page = (title = 'A title', site = aSite()) =>
  renderDocument(Layout({ site, title, section: '/data', children: jsx('h1', { children: title }) }));

describe('every page', () => {
  it('has a title, a language, a description and a way past its head', () => {
    const text = page();
    expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(text).toContain('<title>A title · Heliograph</title>');
    expect(text).toMatch(/<meta name="description" content="[^"]{20,}">/);
    expect(text).toContain('<a class="skip" href="#content">');
    expect(text).toContain('<main id="content" tabindex="-1">');
  });

  it('is called by the name of the site alone where it is its first', () => {
    expect(page('Heliograph')).toContain('<title>Heliograph</title>');
  });

  it('leads to every section, and says which one it is of', () => {
    const text = page();
    for (const path of ['/', '/collected', '/data', '/status', '/your-data']) expect(text).toContain(`href="${path}"`);
    expect(text.match(/aria-current="page"/g)).toHaveLength(1);
    expect(text).toContain('<a href="/data" aria-current="page">Data</a>');
  });

  it('has nothing that its own policy refuses', () => {
    expect(page()).not.toMatch(REFUSED);
  });

  it('shows a title as text, and that of the site too', () => {
    const text = page(EVIL, aSite({ title: EVIL, otherChannelUrl: `https://example.org/${EVIL}` }));
    expect(text).not.toMatch(REFUSED);
    expect(text).not.toContain('<script>alert');
  });
});

describe('the channel', () => {
  it('of development versions is told in the head, with the way to the other', () => {
    const text = page('A title', aSite({ channel: 'development', otherChannelUrl: 'https://stats.example.org' }));
    expect(text).toContain('<strong>Development versions only</strong> <a href="https://stats.example.org">');
    expect(text).toContain('Reports of development versions.');
  });

  it('of releases is told at the foot, with the way to the other where there is one', () => {
    expect(page()).not.toContain('Development versions only');
    expect(page()).not.toContain('a site of their own');
    expect(page('A title', aSite({ otherChannelUrl: 'https://dev.example.org' }))).toContain(
      '<a href="https://dev.example.org">a site of their own</a>',
    );
  });
});
