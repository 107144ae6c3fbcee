/** Markup that has been rendered. Only this package makes it, so that no text of anyone else's counts as markup. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What an element may contain; null, undefined and false render as nothing. */
export type Content = string | number | false | null | undefined | Html | readonly Content[];

/** Without a value: undefined and false leave the attribute out, true is the name alone. */
export type Attribute = string | number | boolean | undefined;

export type Attributes = Readonly<Record<string, unknown>> & { readonly children?: Content };

const SPECIAL = /[&<>"']/;
const EVERY_SPECIAL = /[&<>"']/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for attributes in double quotes. Most texts of a page need nothing, and a page has some ten thousand. */
function escapeText(text: string): string {
  return SPECIAL.test(text) ? text.replace(EVERY_SPECIAL, (character) => ENTITIES[character] ?? '') : text;
}

export function renderContent(content: Content): string {
  if (typeof content === 'string') return escapeText(content);
  if (content instanceof Html) return content.toString();
  if (content === undefined || content === null || content === false) return '';
  if (typeof content === 'number') return String(content);
  let text = '';
  for (const part of content) text += renderContent(part);
  return text;
}

/** Each with a space before it. */
export function renderAttributes(attributes: Attributes): string {
  let text = '';
  for (const name in attributes) {
    const value = attributes[name];
    if (name === 'children' || value === undefined || value === false) continue;
    text += value === true ? ` ${name}` : ` ${name}="${escapeText(String(value))}"`;
  }
  return text;
}

/** A whole page: `root` is its `html` element. */
export function renderDocument(root: Html): string {
  return `<!doctype html>\n${root}\n`;
}

/**
 * A component of an element without its end tag, which HTML allows for these where the next one or the end of the parent
 * follows. For tables with thousands of cells.
 */
export function unclosed(tag: 'tr' | 'th' | 'td') {
  return (attributes: Attributes): Html =>
    new Html(`<${tag}${renderAttributes(attributes)}>${renderContent(attributes.children)}`);
}
