import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import type { SummaryStore } from '../src/stores/summary-store.ts';
import {
  aCrossFigure,
  anAgeFigure,
  anUnregisteredFigure,
  aShareFigure,
  aStatisticsFigure,
  aSuppressedFigure,
  aSystemsFigure,
} from './a-figure.ts';
import type { Published } from './memory-store.ts';

const source = { application: 'example', telemetry_type: 'status', channel: 'production' } as const;
const november = { ...source, period: 'day', from: '2026-11-01', to: '2026-11-30' } as const;

/** What every store of summaries does. `storeOf` makes one that holds these and nothing else. */
export function describeSummaryStore(storeOf: (published: Partial<Published>) => Promise<SummaryStore>): void {
  describe('a series', () => {
    it('has figures of every kind as they were published, in order of start and name', async () => {
      const figures = [
        anAgeFigure(),
        aStatisticsFigure(),
        aSuppressedFigure('share', { name: 'few' }),
        aSystemsFigure(),
        aShareFigure(),
        aCrossFigure(),
        aSystemsFigure({ start: '2026-11-21', revision: 3, final: true, systems: null, of_systems: null }),
      ];
      const others = [
        anUnregisteredFigure(),
        aSystemsFigure({ channel: 'development' }),
        aSystemsFigure({ application: 'other' }),
        aSystemsFigure({ start: '2026-10-31' }),
        aSystemsFigure({ period: 'week', start: '2026-11-16' }),
      ];
      const store = await storeOf({ figures: [...figures, ...others].toReversed() });
      expect(await store.series(november)).toEqual(figures);
      expect(await store.series({ ...november, name: '_unregistered' })).toEqual([anUnregisteredFigure()]);
      expect(await store.series({ ...november, period: 'week' })).toEqual([others[4]]);
      expect(await store.series({ ...november, channel: 'development' })).toEqual([others[1]]);
    });

    it('goes on where it was cut off', async () => {
      const figures = ['2026-11-18', '2026-11-19'].flatMap((start) => [
        aSystemsFigure({ start }),
        aShareFigure({ start }),
      ]);
      const store = await storeOf({ figures });
      expect(await store.series({ ...november, limit: 3 })).toEqual(figures.slice(0, 3));
      const after = { start: '2026-11-18', name: 'systems' };
      expect(await store.series({ ...november, after, limit: 2 })).toEqual(figures.slice(1, 3));
      expect(await store.series({ ...november, after: { start: '2026-11-19', name: 'version' } })).toEqual([]);
    });

    it('may have one day of several, counted back from the last', async () => {
      const starts = ['2026-11-05', '2026-11-12', '2026-11-13', '2026-11-19'];
      const store = await storeOf({ figures: starts.map((start) => aSystemsFigure({ start })) });
      const found = await store.series({ ...november, to: '2026-11-19', everyDays: 7 });
      expect(found.map(({ start }) => start)).toEqual(['2026-11-05', '2026-11-12', '2026-11-19']);
    });
  });

  it('knows the last day of each source', async () => {
    const last = [aSystemsFigure({ start: '2026-11-21' }), aShareFigure({ start: '2026-11-21' })];
    const other = anUnregisteredFigure({ application: 'other', start: '2026-11-02' });
    const store = await storeOf({
      figures: [
        aSystemsFigure(),
        ...last,
        other,
        aSystemsFigure({ period: 'week', start: '2026-11-23' }),
        aSystemsFigure({ channel: 'development', start: '2026-11-25' }),
      ],
    });
    expect(await store.latest('production')).toEqual([...last, other]);
  });

  it('knows between which days there is something, and when the last of it was computed', async () => {
    const figures = [
      aSystemsFigure({ computed_at: '2026-11-24T01:00:00.000Z' }),
      aSystemsFigure({ start: '2026-11-22', computed_at: '2026-11-23T01:00:00.000Z' }),
      aSystemsFigure({ start: '2026-10-01', period: 'month' }),
      aSystemsFigure({ telemetry_type: 'audit', start: '2026-01-01' }),
      aSystemsFigure({ channel: 'development', start: '2027-01-01' }),
    ];
    const store = await storeOf({ figures });
    expect(await store.extents('production')).toEqual([
      {
        ...source,
        telemetry_type: 'audit',
        from: '2026-01-01',
        to: '2026-01-01',
        computed_at: '2026-11-21T01:00:05.000Z',
      },
      { ...source, from: '2026-11-20', to: '2026-11-22', computed_at: '2026-11-24T01:00:00.000Z' },
    ]);
  });

  it('has the notices of a channel, and the definitions of a source, the newest first', async () => {
    const notice = { ...source, from_day: '2026-11-01', to_day: null, notice: 'Made up.' };
    const first = { definition: aDefinition(), since: '2026-01-01T00:00:00.000Z' };
    const second = { definition: aDefinition({ title: 'Another' }), since: '2026-02-01T00:00:00.000Z' };
    const other = { definition: aDefinition({ application: 'other' }), since: '2026-03-01T00:00:00.000Z' };
    const notices = [notice, { ...notice, channel: 'development' as const, to_day: '2026-11-02' }];
    const store = await storeOf({ notices, definitions: [first, second, other] });
    expect(await store.notices('production')).toEqual([notice]);
    expect(await store.pastDefinitions('example', 'status')).toEqual([second, first]);
  });

  it('knows the months that are final, and tells them from others', async () => {
    const final = { final: true };
    const figures = [
      aSystemsFigure({ ...final, start: '2026-08-31' }),
      aSystemsFigure({ ...final, start: '2026-09-01', period: 'month' }),
      aSystemsFigure({ ...final, start: '2026-10-01' }),
      aSystemsFigure({ start: '2026-10-26', period: 'week' }),
      aSystemsFigure({ channel: 'development', start: '2026-08-31' }),
    ];
    const months = await (await storeOf({ figures })).frozenMonths('production');
    expect(months.map(({ month }) => month)).toEqual(['2026-09', '2026-08']);
    const more = [...figures, aSystemsFigure({ ...final, start: '2026-08-30' })];
    const [same, other] = await (await storeOf({ figures: more })).frozenMonths('production');
    expect(same).toEqual(months[0]);
    expect(other?.digest).not.toBe(months[1]?.digest);
  });

  it('has another version whenever it has something else', async () => {
    const notice = { ...source, from_day: '2026-11-01', to_day: null, notice: 'Made up.' };
    const definition = { definition: aDefinition(), since: '2026-01-01T00:00:00.000Z' };
    const contents: Partial<Published>[] = [
      {},
      { figures: [aSystemsFigure()] },
      { figures: [aSystemsFigure({ revision: 2 })] },
      { figures: [aSystemsFigure({ final: true })] },
      { figures: [aSystemsFigure({ computed_at: '2026-11-21T01:00:06.000Z' })] },
      { notices: [notice] },
      { notices: [{ ...notice, to_day: '2026-11-02' }] },
      { definitions: [definition] },
    ];
    const versions: string[] = [];
    for (const content of contents) versions.push(await (await storeOf(content)).version());
    expect(new Set(versions).size).toBe(contents.length);
    expect(await (await storeOf({ notices: [notice] })).version()).toBe(versions[5]);
  });
}
