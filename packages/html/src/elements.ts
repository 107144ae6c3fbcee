import type { Attribute, Content } from './html.ts';

type Has<Names extends string> = Anywhere & { readonly [Name in Names]?: Attribute };

interface Anywhere extends Readonly<Record<`aria-${string}` | `data-${string}`, Attribute>> {
  readonly class?: string | undefined;
  readonly id?: string | undefined;
  readonly lang?: string | undefined;
  readonly role?: string | undefined;
  readonly tabindex?: number | string | undefined;
  readonly children?: Content;
}

type Empty = { readonly children?: never };
type Cell = Has<'scope' | 'colspan'>;

/** The elements that pages and pictures consist of, with their attributes. Any other does not compile. */
export interface Elements {
  html: Anywhere;
  head: Anywhere;
  meta: Has<'charset' | 'name' | 'content'> & Empty;
  title: Anywhere;
  link: Has<'rel' | 'href' | 'type'> & Empty;
  script: Has<'src' | 'defer'> & Empty;
  body: Anywhere;

  header: Anywhere;
  footer: Anywhere;
  main: Anywhere;
  nav: Anywhere;
  section: Anywhere;
  aside: Anywhere;
  div: Anywhere;
  h1: Anywhere;
  h2: Anywhere;
  h3: Anywhere;
  p: Anywhere;
  pre: Anywhere;
  ul: Anywhere;
  ol: Anywhere;
  li: Anywhere;
  dl: Anywhere;
  dt: Anywhere;
  dd: Anywhere;
  figure: Anywhere;
  details: Anywhere;
  summary: Anywhere;
  table: Anywhere;
  caption: Anywhere;
  thead: Anywhere;
  tbody: Anywhere;
  tr: Anywhere;
  th: Cell;
  td: Cell;

  a: Has<'href' | 'rel' | 'download'>;
  img: Has<'src' | 'alt' | 'width' | 'height'> & Empty;
  span: Anywhere;
  strong: Anywhere;
  small: Anywhere;
  code: Anywhere;
  b: Anywhere;
  bdi: Anywhere;
  time: Has<'datetime'>;

  form: Has<'action' | 'method'>;
  label: Has<'for'>;
  input: Has<
    'name' | 'required' | 'autocomplete' | 'autocapitalize' | 'spellcheck' | 'maxlength' | 'size' | 'placeholder'
  > &
    Empty;
  button: Has<'type'>;

  svg: Has<'x' | 'y' | 'width' | 'height' | 'viewBox' | 'preserveAspectRatio'>;
  desc: Anywhere;
  path: Has<'d'> & Empty;
  rect: Has<'width' | 'height'> & Empty;
  text: Has<'x' | 'y' | 'text-anchor'>;
}
