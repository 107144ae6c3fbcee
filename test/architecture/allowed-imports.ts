/** What the production code of a service may import of the packages, if nothing else is said below. */
const FOR_SERVICES = ['@heliograph/schema', '@heliograph/stream', '@heliograph/runtime', '@heliograph/definitions'];

/** What each part may import of the others. docs/architecture.md has the same as a table. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'packages/schema': [],
  'packages/ingest': ['@heliograph/schema'],
  'packages/html': [],
  'packages/privacy': ['@heliograph/schema'],
  'packages/stream': ['@heliograph/schema'],
  'packages/runtime': ['@heliograph/schema'],
  'packages/definitions': ['@heliograph/schema', '@heliograph/runtime'],
  'packages/postgres': ['@heliograph/schema', '@heliograph/stream'],
  'packages/local-stack': [],
  'packages/testkit': [...FOR_SERVICES, '@heliograph/local-stack'],
  'packages/cli': [...FOR_SERVICES, '@heliograph/schema/summaries', '@heliograph/ingest', '@heliograph/privacy'],
  'packages/devtools': [
    ...FOR_SERVICES,
    '@heliograph/cli',
    '@heliograph/ingest',
    '@heliograph/local-stack',
    '@heliograph/privacy',
    '@heliograph/summarizer/import-history',
  ],
  // These hold data of systems and say when they have deleted it.
  'services/influx-sink': [...FOR_SERVICES, '@heliograph/postgres'],
  'services/postgres-sink': [...FOR_SERVICES, '@heliograph/postgres', '@heliograph/postgres/sink'],
  'services/summarizer': [
    ...FOR_SERVICES,
    '@heliograph/postgres',
    '@heliograph/postgres/sink',
    '@heliograph/schema/summaries',
  ],
  'services/gateway': [...FOR_SERVICES, '@heliograph/ingest'],
  'services/portal': [...FOR_SERVICES, '@heliograph/postgres', '@heliograph/html', '@heliograph/schema/summaries'],
  // What is kept is decided once; whoever comes later never sees the rest.
  'services/sanitizer': [...FOR_SERVICES, '@heliograph/privacy'],
};

/** For `packages/stream` or `services/dedup`: the packages that its production code may import. */
export const allowedImports = (owner: string): readonly string[] => ALLOWED[owner] ?? FOR_SERVICES;
