import { brotliCompressSync, constants } from 'node:zlib';
import type { PublishedFigure, Summary } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { RANGES } from '../src/figures/range.ts';
import { loadSource } from '../src/figures/source-data.ts';
import { sourcePage } from '../src/sources/source-page.tsx';
import { aDistribution, aShare, aShareFigure, aStatisticsFigure, aSystemsFigure } from './a-figure.ts';
import { memoryStore } from './memory-store.ts';

const DAYS = 3 * 365;
const FIRST = Date.parse('2023-11-22');
const VERSIONS = 25;
const day = (i: number) => new Date(FIRST + i * 86_400_000).toISOString().slice(0, 10);

/** One of systems, eight of versions, eleven of numbers: twenty metrics. */
const summaries: Summary[] = [
  { name: 'systems', kind: 'systems' },
  ...Array.from({ length: 8 }, (_, i): Summary => ({ name: `version_${i}`, kind: 'share', field: '/version' })),
  ...Array.from({ length: 11 }, (_, i): Summary => ({ name: `count_${i}`, kind: 'statistics', field: '/count' })),
];

/** As good as random. */
function mixed(n: number): number {
  const once = Math.imul(n ^ (n >>> 16), 0x85_eb_ca_6b);
  return (once ^ (once >>> 13)) >>> 0;
}

/** No two days are alike, so that nothing is easy to compress. */
function figureOf(summary: Summary, i: number): PublishedFigure {
  const given = { start: day(i), name: summary.name, systems: 50_000, of_systems: 60_000 };
  const own = summaries.indexOf(summary);
  const some = (most: number, seed: number) => mixed(mixed(i * 31 + seed) + own) % most;
  if (summary.kind === 'systems') return aSystemsFigure(given, { active: 60_000 + some(999, 1) });
  if (summary.kind === 'statistics')
    return aStatisticsFigure(given, [
      aDistribution({ mean: some(99, 2), median: 50 + some(99, 4), p75: 200 + some(99, 5), p95: 500 + some(99, 3) }),
    ]);
  const values = Array.from({ length: VERSIONS }, (_, v) => ({ value: `3.${v}`, systems: 1000 + some(999, v) }));
  const systems = values.reduce((sum, { systems: n }) => sum + n, 777);
  return aShareFigure(given, [aShare({ systems, values, other: 777 })]);
}

const figures = Array.from({ length: DAYS }, (_, i) => summaries.map((summary) => figureOf(summary, i))).flat();
const definition = aDefinition({ summaries });
const store = memoryStore({ figures });

describe('three years of twenty metrics', () => {
  it.each(RANGES)('of which a page shows %s, leave room within the 200 kB that may be transferred', async (range) => {
    const view = { range, to: undefined, level: undefined };
    const data = await loadSource({ summaries: store, channel: 'production', definition, view });
    const site = { title: 'Heliograph', channel: 'production' } as const;
    const page = sourcePage({ site, definition, view, data, nowMs: FIRST });
    expect(page.match(/<section class="figure/g)).toHaveLength(20);
    const compressed = brotliCompressSync(page, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
    expect(compressed.length).toBeLessThan(150_000);
    expect(page.length).toBeLessThan(600_000);
  });
});
