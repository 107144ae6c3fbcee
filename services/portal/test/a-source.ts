import type { Definition, PublishedFigure } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { aCrossFigure, anAgeFigure, aShare, aShareFigure, aStatisticsFigure, aSystemsFigure } from './a-figure.ts';
import { aPortal, startSite } from './a-portal.ts';
import { memoryStore, type Published } from './memory-store.ts';

/** One with a figure of every kind. */
export const definition: Definition = aDefinition({
  fields: {
    '/id': { type: 'string', sanitise: 'hash' },
    '/version': { type: 'version' },
    '/place': { type: 'enum', values: ['cloud', 'home'] },
    '/plugins/*': { type: 'version' },
    '/count': { type: 'integer', min: 0, max: 1000 },
  },
  summaries: [
    { name: 'systems', kind: 'systems' },
    { name: 'version', kind: 'share', field: '/version', levels: ['x.y', 'x.y.z'], title: 'Versions' },
    { name: 'plugins', kind: 'share', field: '/plugins/*', levels: ['x.y'] },
    { name: 'count', kind: 'statistics', field: '/count' },
    { name: 'age', kind: 'age' },
    { name: 'version_by_place', kind: 'cross', rows: '/version', columns: '/place', row_level: 'x.y' },
  ],
});

const plugins = aShareFigure({ name: 'plugins', systems: 40 }, [
  aShare({ key: 'rpm', level: 'x.y', systems: 30, values: [{ value: '3.18', systems: 20 }], other: 10 }),
  aShare({ key: 'deb', level: 'x.y', systems: 12, values: [], other: 12, absent: 28 }),
]);
/** Of each figure one day: 2026-11-20. */
export const oneDay: readonly PublishedFigure[] = [
  aSystemsFigure(),
  aShareFigure(),
  plugins,
  aStatisticsFigure(),
  anAgeFigure(),
  aCrossFigure(),
];

export const days = (from: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => new Date(Date.parse(from) + i * 86_400_000).toISOString().slice(0, 10));

/** Asks for a page of the source once, of a site that has these published. */
export async function getSource(published: Partial<Published>, path: string, of = definition): Promise<Response> {
  const site = await startSite(aPortal({ summaries: memoryStore(published), definitions: () => [of] }));
  try {
    return await fetch(new URL(`/sources/example/status${path}`, site.url));
  } finally {
    await site.close();
  }
}

export async function pageOf(figures: readonly PublishedFigure[], path = ''): Promise<string> {
  return (await getSource({ figures }, path)).text();
}

/** The section of one figure. */
export function section(page: string, name: string): string {
  const sections = page.split(/(?=<section class="figure|<section aria-labelledby="more")/);
  return (
    sections.find((text) => text.startsWith('<section class="figure') && text.includes(`aria-labelledby="${name}"`)) ??
    ''
  );
}
