import { readFileSync } from 'node:fs';

/** Served as one stylesheet, in this order. */
const STYLESHEETS = ['base', 'site', 'content', 'charts', 'figures'].map((name) => `style/${name}.css`);

export interface Asset {
  readonly type: string;
  readonly content: string;
}

/** The files of `public/` as browsers get them: without comments on lines of their own, and without indentation. */
export const ASSETS = {
  'style.css': { type: 'text/css; charset=utf-8', content: STYLESHEETS.map(readCompact).join('') },
  'site.js': { type: 'text/javascript; charset=utf-8', content: readCompact('site.js') },
  'favicon.svg': { type: 'image/svg+xml; charset=utf-8', content: readCompact('favicon.svg') },
} as const satisfies Record<string, Asset>;

/** `public/` is as far from the compiled file as from this one. */
function readCompact(name: string): string {
  const text = readFileSync(new URL(`../../public/${name}`, import.meta.url), 'utf8');
  return text.replace(/^[ \t]*(?:\/\*[\s\S]*?\*\/|\/\/.*)\n/gm, '').replace(/^\s+/gm, '');
}
