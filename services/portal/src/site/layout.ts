import { type Html, html } from './html.ts';
import type { Site } from './site.ts';

/** The site's sections, in the order in which they are listed on every page. */
const SECTIONS = [
  ['/', 'Summaries'],
  ['/collected', 'What is collected'],
  ['/data', 'Data'],
  ['/status', 'Status'],
  ['/your-data', 'Your data'],
] as const;
type Section = (typeof SECTIONS)[number][0];

export interface LayoutOptions {
  readonly site: Site;
  /** Which section the page belongs to. */
  readonly section?: Section;
  /** One sentence for search engines. */
  readonly description?: string;
}

const ABOUT = 'What systems report about themselves, counted: public, exact, and about nobody in particular.';

/** A whole document. */
export function layout(title: string, body: Html, { site, section, description = ABOUT }: LayoutOptions): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === site.title ? title : `${title} · ${site.title}`}</title>
<meta name="description" content="${description}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
<script src="/site.js" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
${header(site, section)}
<main id="content" tabindex="-1">
${body}
</main>
${footer(site)}
</body>
</html>
`.toString();
}

function header(site: Site, section: Section | undefined): Html {
  const links = SECTIONS.map(
    ([path, name]) =>
      html`<li><a href="${path}"${path === section ? html` aria-current="page"` : undefined}>${name}</a></li>
`,
  );
  return html`<header class="site"><div class="inner">
<a class="brand" href="/"><img src="/favicon.svg" alt="" width="28" height="28">${site.title}</a>
${site.channel === 'development' ? developmentBadge(site) : undefined}
<nav aria-label="Site"><ul>
${links}</ul></nav>
</div></header>`;
}

function developmentBadge({ otherChannelUrl }: Site): Html {
  const other = otherChannelUrl === undefined ? undefined : html` <a href="${otherChannelUrl}">See releases</a>`;
  return html`<p class="channel"><strong>Development versions only</strong>${other}</p>`;
}

function footer({ channel, otherChannelUrl }: Site): Html {
  const other =
    otherChannelUrl === undefined || channel === 'development'
      ? undefined
      : html` Those of development versions have <a href="${otherChannelUrl}">a site of their own</a>.`;
  return html`<footer class="site"><div class="inner">
<p>${channel === 'production' ? 'Reports of released versions.' : 'Reports of development versions.'}${other}</p>
<ul>
<li><a href="/collected#opt-out">How to opt out</a></li>
<li><a href="/your-data">Delete or copy your data</a></li>
<li><a href="/data">Data and API</a></li>
<li><a href="/api/v1/openapi.json">OpenAPI</a></li>
</ul>
<p>This site sets no cookie and asks nothing of other sites. Times are UTC.</p>
</div></footer>`;
}

/** 2026-11-21 01:00 UTC */
export const utc = (timestamp: string) => `${timestamp.slice(0, 16).replace('T', ' ')} UTC`;
