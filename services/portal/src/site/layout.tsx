import type { Content } from '@heliograph/html';
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

export interface LayoutProperties {
  readonly site: Site;
  readonly title: string;
  /** The section that the page belongs to. */
  readonly section?: Section;
  /** One sentence for search engines. */
  readonly description?: string;
  readonly children: Content;
}

const ABOUT = 'What systems report about themselves, counted: public, exact, and about nobody in particular.';

/** A whole page: everything around its content. */
export function Layout({ site, title, section, description = ABOUT, children }: LayoutProperties) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === site.title ? title : `${title} · ${site.title}`}</title>
        <meta name="description" content={description} />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/style.css" />
        <script src="/site.js" defer />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <Header site={site} section={section} />
        <main id="content" tabindex="-1">
          {children}
        </main>
        <Footer {...site} />
      </body>
    </html>
  );
}

function Header({ site, section }: { readonly site: Site; readonly section: Section | undefined }) {
  return (
    <header class="site">
      <div class="inner">
        <a class="brand" href="/">
          <img src="/favicon.svg" alt="" width="28" height="28" />
          {site.title}
        </a>
        {site.channel === 'development' && <DevelopmentBadge {...site} />}
        <nav aria-label="Site">
          <ul>
            {SECTIONS.map(([path, name]) => (
              <li>
                <a href={path} aria-current={path === section && 'page'}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </header>
  );
}

const DevelopmentBadge = ({ otherChannelUrl }: Site) => (
  <p class="channel">
    <strong>Development versions only</strong>
    {otherChannelUrl !== undefined && [' ', <a href={otherChannelUrl}>See releases</a>]}
  </p>
);

function Footer({ channel, otherChannelUrl }: Site) {
  return (
    <footer class="site">
      <div class="inner">
        <p>
          {channel === 'production' ? 'Reports of released versions.' : 'Reports of development versions.'}
          {channel === 'production' && otherChannelUrl !== undefined && (
            <>
              {' '}
              Those of development versions have <a href={otherChannelUrl}>a site of their own</a>.
            </>
          )}
        </p>
        <ul>
          <li>
            <a href="/collected#opt-out">How to opt out</a>
          </li>
          <li>
            <a href="/your-data">Delete or copy your data</a>
          </li>
          <li>
            <a href="/data">Data and API</a>
          </li>
          <li>
            <a href="/api/v1/openapi.json">OpenAPI</a>
          </li>
        </ul>
        <p>This site sets no cookie and asks nothing of other sites. Times are UTC.</p>
      </div>
    </footer>
  );
}
