import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../src/site/html.ts';

describe('html', () => {
  it('escapes text, in elements and in attributes', () => {
    const bad = `<script>alert("1" & '2')</script>`;
    const escaped = '&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;';
    expect(html`<p title="${bad}">${bad}</p>`.toString()).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  it('leaves HTML, lists of it, numbers and nothing as they are', () => {
    const items = [1, 2].map((n) => html`<li>${n}</li>`);
    expect(html`<ul>${items}</ul>${undefined}${''}`.toString()).toBe('<ul><li>1</li><li>2</li></ul>');
  });

  it('lets no text out of the place where it stands', () => {
    const property = fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', ';', '/') }),
      (text) => {
        expect(html`${text}`.toString()).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      },
    );
    fc.assert(property);
  });
});
