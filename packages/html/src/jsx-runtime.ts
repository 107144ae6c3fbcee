import type { Elements } from './elements.ts';
import { type Attributes, type Content, Html, renderAttributes, renderContent } from './html.ts';

export declare namespace JSX {
  type Element = Html;
  type ElementType = keyof Elements | Component;
  interface ElementChildrenAttribute {
    children: unknown;
  }
  interface IntrinsicElements extends Elements {}
}

/** A function from properties to markup, or to nothing. */
type Component = (properties: never) => Html | undefined;

/** HTML takes these for empty by their names. */
const VOID = new Set(['img', 'input', 'link', 'meta']);
/** SVG takes every element for open that does not say otherwise. */
const SELF_CLOSING = new Set(['path', 'rect']);
const NOTHING = new Html('');

/** What the compiler makes of an element. Renders at once: its content has been rendered before it. */
export function jsx(type: keyof Elements | Component, properties: Attributes): Html {
  if (typeof type === 'function') return type(properties as never) ?? NOTHING;
  const start = `<${type}${renderAttributes(properties)}`;
  if (VOID.has(type)) return new Html(`${start}>`);
  if (SELF_CLOSING.has(type)) return new Html(`${start}/>`);
  return new Html(`${start}>${renderContent(properties.children)}</${type}>`);
}

/** @alias the compiler calls it for elements with more than one child */
export const jsxs = jsx;

/** @alias what compilers call in development, that of the tests too */
export const jsxDEV = jsx;

export const Fragment = ({ children }: { readonly children?: Content }): Html => new Html(renderContent(children));
