import type { PublishedFigure } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { plainValue, SentValue } from '../src/site/sent-value.tsx';
import { aCrossFigure, aDistribution, aShare, aShareFigure, aStatisticsFigure } from './a-figure.ts';
import { aPortal, startSite } from './a-portal.ts';
import { memoryStore } from './memory-store.ts';

const RIGHT_TO_LEFT = '\u202e';

describe('a value that senders chose', () => {
  it('is shown without what is not seen, and cut where it is long', () => {
    expect(plainValue('3.21')).toBe('3.21');
    expect(plainValue('')).toBe('(empty)');
    expect(plainValue(`a${RIGHT_TO_LEFT}b\u0000\n\u200bc`)).toBe('abc');
    expect(plainValue('\u200b')).toBe('(not printable)');
    expect(plainValue('x'.repeat(1000))).toBe(`${'x'.repeat(79)}…`);
    // A character of two UTF-16 units is not cut in half.
    expect(plainValue('🙂'.repeat(1000)).isWellFormed()).toBe(true);
  });

  it('does not turn the text around it round', () => {
    expect(SentValue({ value: 'شعار <b>' }).toString()).toBe('<bdi>شعار &lt;b&gt;</bdi>');
  });
});

describe.each([
  ['markup', `<img src=x onerror=alert(1)>"'`],
  ['a script', '</title></svg></script><script>alert(1)</script>'],
  ['an attribute', '" onmouseover="alert(1)'],
  ['a text from right to left', `${RIGHT_TO_LEFT}abc`],
  ['a thousand characters', 'y'.repeat(1000)],
])('%s', (_, bad) => {
  const definition = aDefinition({
    title: bad.slice(0, 120),
    fields: {
      '/id': { type: 'string', sanitise: 'hash' },
      '/version': { type: 'version' },
      '/plugins/*': { type: 'string', max_length: 1000 },
      '/count': { type: 'integer', min: 0, max: 1000 },
    },
    summaries: [
      { name: 'version', kind: 'share', field: '/version', title: bad.slice(0, 60) },
      { name: 'plugins', kind: 'share', field: '/plugins/*' },
      { name: 'count', kind: 'statistics', field: '/count' },
      { name: 'cross', kind: 'cross', rows: '/version', columns: '/count' },
    ],
  });
  const values = [{ value: bad, systems: 20 }];
  const figures: PublishedFigure[] = ['2026-11-19', '2026-11-20'].flatMap((start) => [
    aShareFigure({ start }, [aShare({ values: start === '2026-11-20' ? values : [{ value: '1.0', systems: 20 }] })]),
    aShareFigure({ start, name: 'plugins' }, [aShare({ key: bad, values })]),
    aStatisticsFigure({ start }, [aDistribution({ key: bad })]),
    aCrossFigure({ start, name: 'cross' }, { rows: [{ value: bad, systems: 30, cells: values, other: 10 }] }),
  ]);
  const notice = { ...source(), from_day: '2026-11-01', to_day: null, notice: bad.slice(0, 300) };

  it.each(['', '/figures/version', '/figures/plugins', '/figures/count', '/figures/cross'])(
    'is text in the page %s, of moderate length',
    async (path) => {
      const summaries = memoryStore({ figures, notices: [notice] });
      const { url, close } = await startSite(aPortal({ summaries, definitions: () => [definition] }));
      const response = await fetch(new URL(`/sources/example/status${path}`, url));
      const text = await response.text();
      await close();
      expect(response.status).toBe(200);
      expect(text).not.toMatch(/<img src=x|<script>|<\/script><(?!\/head>)|" onmouseover/);
      expect(text.match(/<script/g)).toHaveLength(1);
      expect(text.match(/<title>/g)).toHaveLength(1);
      // Titles come from definitions, which are reviewed; all else that is said comes from senders.
      const sent = text.replaceAll(definition.title, '').replaceAll(notice.notice, '');
      expect(sent).not.toContain(RIGHT_TO_LEFT);
      expect(sent).not.toMatch(/y{121}/);
      expect(text).not.toMatch(/<style|\sstyle=|(?:src|href)="(?!\/(?!\/)|\?|#)/);
    },
  );
});

function source() {
  return { application: 'example', telemetry_type: 'status', channel: 'production' } as const;
}
