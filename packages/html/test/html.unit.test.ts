import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type Content, type Html, renderDocument, unclosed } from '../src/index.ts';
import { Fragment, type JSX, jsx, jsxs } from '../src/jsx-runtime.ts';

const EVIL = `<script>alert("1" & '2')</script>`;
const ESCAPED = '&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;';

describe('an element', () => {
  it('has its text and its attributes escaped', () => {
    expect(jsx('p', { title: EVIL, children: EVIL }).toString()).toBe(`<p title="${ESCAPED}">${ESCAPED}</p>`);
  });

  it('has attributes by name alone, with a value, or not at all', () => {
    const attributes = { class: '', download: true, rel: undefined, id: 0, 'aria-current': false };
    expect(jsx('a', { ...attributes, children: 'x' }).toString()).toBe('<a class="" download id="0">x</a>');
  });

  it('keeps markup as it is, in lists too, and shows numbers, but nothing for false, null and undefined', () => {
    const items = [1, 2].map((n) => jsx('li', { children: n }));
    const children: Content = [items, undefined, null, false, '', 0, [[jsx('b', { children: '&' })]]];
    expect(jsxs('ul', { children }).toString()).toBe('<ul><li>1</li><li>2</li>0<b>&amp;</b></ul>');
  });

  it('ends as HTML or SVG wants it to', () => {
    expect(jsx('img', { src: '/x' }).toString()).toBe('<img src="/x">');
    expect(jsx('path', { d: 'M0,0' }).toString()).toBe('<path d="M0,0"/>');
    expect(jsx('td', {}).toString()).toBe('<td></td>');
  });

  it('is what a component makes, which may be nothing', () => {
    const Greeting = ({ name }: { readonly name: string }) =>
      name === '' ? undefined : jsxs('p', { children: ['Hello, ', name] });
    expect(jsx(Greeting, { name: '<b>' }).toString()).toBe('<p>Hello, &lt;b&gt;</p>');
    expect(jsx('div', { children: jsx(Greeting, { name: '' }) }).toString()).toBe('<div></div>');
    expect(jsxs(Fragment, { children: ['a', jsx('b', {})] }).toString()).toBe('a<b></b>');
  });

  it('has no end tag where its component says so', () => {
    const [Row, Cell] = [unclosed('tr'), unclosed('td')];
    const cells = [1, '<'].map((children) => jsx(Cell, { children }));
    expect(jsx(Row, { class: 'x', children: cells }).toString()).toBe('<tr class="x"><td>1<td>&lt;');
  });
});

it('a document begins with its type', () => {
  expect(renderDocument(jsx('html', { lang: 'en' }))).toBe('<!doctype html>\n<html lang="en"></html>\n');
});

it('no text leaves the place where it stands', () => {
  const texts = fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', ';', '/') });
  const property = fc.property(texts, texts, (text, attribute) => {
    const [, name, content] =
      /^<p id="(.*)">(.*)<\/p>$/.exec(jsx('p', { id: attribute, children: text }).toString()) ?? [];
    for (const part of [name, content]) expect(part).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
  });
  fc.assert(property);
});

it('what is misspelt does not compile', () => {
  expectTypeOf<JSX.IntrinsicElements>().not.toHaveProperty('sript');
  expectTypeOf<JSX.IntrinsicElements['a']>().toHaveProperty('href');
  expectTypeOf<JSX.IntrinsicElements['p']>().not.toHaveProperty('onclick');
  expectTypeOf<JSX.IntrinsicElements['p']>().not.toHaveProperty('style');
  expectTypeOf<Html>().not.toExtend<string>();
});
