import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { dataPage } from '../src/data-packages/data-page.tsx';
import { aSite, EVIL, REFUSED } from './a-site.ts';

const page = (months: readonly string[] = [], definitions = [aDefinition()]) =>
  dataPage({ site: aSite(), definitions, months, licence: 'CC-BY-4.0' });

describe('the data page', () => {
  it('leads to the series of each source as CSV and JSON, and to the description of the API', () => {
    const text = page();
    expect(text).toContain('href="/api/v1/summaries.csv?application=example&amp;telemetry_type=status"');
    expect(text).toContain('href="/api/v1/summaries?application=example&amp;telemetry_type=status"');
    expect(text).toContain('href="/api/v1/openapi.json"');
  });

  it('leads to all files of each package, and says when there will be one', () => {
    const text = page(['2026-10', '2026-09']);
    for (const month of ['2026-10', '2026-09'])
      for (const file of ['datapackage.json', 'figures.csv', 'figures.parquet', 'checksums.txt'])
        expect(text).toContain(`href="/data/packages/${month}/${file}"`);
    expect(page(['2026-10'])).toContain('Creative Commons Attribution 4.0</a>');
    expect(page()).toContain('There is none yet.');
  });

  it('gives every link a name of its own', () => {
    const [first = '', ...names] = [...page(['2026-10', '2026-09']).matchAll(/aria-label="([^"]+ of [^"]+)"/g)].map(
      ([, name]) => name ?? '',
    );
    expect(first).not.toBe('');
    expect(new Set([first, ...names]).size).toBe(names.length + 1);
  });

  it('lets nothing through as markup', () => {
    expect(page([EVIL], [aDefinition({ title: EVIL })])).not.toMatch(REFUSED);
    expect(page([], [])).toContain('No source is registered.');
  });
});
