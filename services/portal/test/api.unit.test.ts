import { aDefinition } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anUnregisteredFigure, aShareFigure, aStatisticsFigure, aSystemsFigure } from './a-figure.ts';
import { aPortal, startSite } from './a-portal.ts';
import { memoryStore } from './memory-store.ts';

let url: URL;
let close: () => Promise<void>;

const source = { application: 'example', telemetry_type: 'status', channel: 'production' } as const;
const days = ['2026-11-18', '2026-11-19', '2026-11-20'];
const figures = [
  ...days.flatMap((start) => [aSystemsFigure({ start }), aShareFigure({ start }), aStatisticsFigure({ start })]),
  aSystemsFigure({ period: 'week', start: '2026-11-09' }),
  anUnregisteredFigure(),
  aSystemsFigure({ channel: 'development', systems: 7 }),
];
const notices = [
  { ...source, from_day: '2026-11-01', to_day: null, notice: 'Made up.' },
  { ...source, application: 'other', from_day: '2026-11-01', to_day: null, notice: 'Not ours.' },
];
const definition = aDefinition({
  summaries: [
    { name: 'systems', kind: 'systems' },
    { name: 'version', kind: 'share', field: '/version', levels: ['x.y', 'x.y.z'] },
    { name: 'count', kind: 'statistics', field: '/count' },
  ],
});
const definitions = [
  { definition: aDefinition(), since: '2026-01-01T00:00:00.000Z' },
  { definition: aDefinition({ title: 'A new title' }), since: '2026-10-01T00:00:00.000Z' },
];

beforeEach(async () => {
  const summaries = memoryStore({ figures, notices, definitions });
  ({ url, close } = await startSite(aPortal({ summaries, definitions: () => [definition] })));
});
afterEach(() => close());

const get = (path: string) => fetch(new URL(path, url));
const json = async (path: string) => (await get(path)).json() as Promise<Record<string, unknown>>;
const ours = '/api/v1/summaries?application=example&telemetry_type=status';

describe('the sources', () => {
  const described = {
    application: 'example',
    telemetry_type: 'status',
    collected: true,
    retention_days: 30,
    minimum_systems: 10,
    standing: 'in_force',
    data_from: '2026-11-18',
    data_up_to: '2026-11-20',
    computed_at: '2026-11-21T01:00:05.000Z',
    notices: [{ from_day: '2026-11-01', to_day: null, notice: 'Made up.' }],
  };

  it('are listed, with what there is of each', async () => {
    expect(await json('/api/v1/sources')).toMatchObject({ channel: 'production', sources: [described] });
    expect(await json('/api/v1/sources/example/status')).toMatchObject(described);
  });

  it('have a history, the newest first, with what was changed', async () => {
    expect(await json('/api/v1/sources/example/status/definitions')).toMatchObject({
      definitions: [
        {
          since: '2026-10-01T00:00:00.000Z',
          definition: { title: 'A new title' },
          changes: [{ path: ['title'], effect: 'compatible' }],
        },
        { since: '2026-01-01T00:00:00.000Z', changes: [] },
      ],
    });
  });
});

describe('the summaries', () => {
  it('are those that are asked for', async () => {
    expect(await json(`${ours}&name=systems&from=2026-11-19`)).toEqual({
      period: 'day',
      from: '2026-11-19',
      to: '2026-11-21',
      summaries: [aSystemsFigure({ start: '2026-11-19' }), aSystemsFigure({ start: '2026-11-20' })],
      next_page_token: null,
    });
    expect(await json(`${ours}&period=week`)).toMatchObject({ summaries: [{ start: '2026-11-09' }] });
    expect(await json(`${ours}&channel=development`)).toMatchObject({ summaries: [{ systems: 7 }] });
    expect(await json(`${ours}&name=_unregistered`)).toMatchObject({ summaries: [{ kind: 'unregistered' }] });
  });

  it('come page by page, each figure once, and the token needs nothing beside it', async () => {
    const names: string[] = [];
    let token: unknown = null;
    do {
      const path = token === null ? `${ours}&limit=4` : `/api/v1/summaries?limit=4&page_token=${token}`;
      const page = await json(path);
      const found = page.summaries as { start: string; name: string }[];
      expect(found.length).toBeLessThanOrEqual(4);
      names.push(...found.map(({ start, name }) => `${start} ${name}`));
      token = page.next_page_token;
    } while (token !== null);
    expect(names).toEqual(days.flatMap((day) => [`${day} count`, `${day} systems`, `${day} version`]));
  });

  it('are a table as well', async () => {
    const response = await get('/api/v1/summaries.csv?application=example&telemetry_type=status&name=version');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="summaries.csv"');
    const [header, ...lines] = (await response.text()).trimEnd().split('\r\n');
    expect(header).toMatch(/^application,telemetry_type,channel,period,start,name,kind,key,level,measure,value,/);
    expect(lines).toHaveLength(3 * 2 * 4);
    expect(lines).toContain(
      'example,status,production,day,2026-11-20,version,share,,x.y,value,3.21,,,,20,30,40,1,false,2026-11-21T01:00:05.000Z',
    );
  });
});

describe('a table that cannot be sent to its end', () => {
  it('is broken off, and does not look like a whole one', async () => {
    const page = Array.from({ length: 500 }, () => aSystemsFigure());
    let pages = 0;
    const series = async () => {
      pages += 1;
      if (pages > 1) throw new Error('secret');
      return page;
    };
    const site = await startSite(aPortal({ summaries: { ...memoryStore(), series } }));
    const response = await fetch(new URL('/api/v1/summaries.csv?application=example&telemetry_type=status', site.url));
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    await site.close();
  });
});

describe('a bad request', () => {
  it.each([
    ['/api/v1/summaries', 400, 'bad_parameters'],
    ['/api/v1/summaries?application=%3Cscript%3E&telemetry_type=status', 400, 'bad_parameters'],
    ['/api/v1/summaries?application=example&telemetry_type=status&channel=evil', 400, 'bad_parameters'],
    ['/api/v1/summaries?application=example&application=example&telemetry_type=status', 400, 'bad_parameters'],
    ['/api/v1/summaries?application=example&telemetry_type=status&evil=1', 400, 'bad_parameters'],
    ['/api/v1/summaries?page_token=evil', 400, 'bad_parameters'],
    ['/api/v1/summaries.csv?application=example&telemetry_type=status&from=0001-01-01', 400, 'bad_parameters'],
    ['/api/v1/summaries.csv?application=example&telemetry_type=status&to=2999-01-01', 400, 'bad_parameters'],
    ['/api/v1/summaries?application=evil&telemetry_type=status', 404, 'unknown_source'],
    ['/api/v1/summaries.csv?application=example&telemetry_type=evil', 404, 'unknown_source'],
    ['/api/v1/summaries?application=example&telemetry_type=status&name=evil', 404, 'unknown_summary'],
    ['/api/v1/sources/example/evil', 404, 'unknown_source'],
    ['/api/v1/sources/%3Cscript%3E/status/definitions', 404, 'unknown_source'],
    ['/api/v1/evil', 404, 'not_found'],
    ['/api/v1/%E0%A4%A', 404, 'not_found'],
  ])('%s is a problem that repeats nothing', async (path, status, code) => {
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ type: 'about:blank', status, code });
    expect(text).not.toMatch(/evil|script/);
  });
});

describe('other sites', () => {
  it.each(['/api/v1/sources', ours, '/api/v1/evil', '/data/packages/2026-10/evil'])('may read %s', async (path) => {
    expect((await get(path)).headers.get('access-control-allow-origin')).toBe('*');
    const asked = await fetch(new URL(path, url), { method: 'OPTIONS', headers: { Origin: 'https://x.example' } });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS');
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it.each(['/', '/api/v1/requests/x', '/API/v1/Requests/x', '/api/v1/exports/x', '/requests/x'])(
    'may not read %s',
    async (path) => {
      expect((await get(path)).headers.get('access-control-allow-origin')).toBeNull();
    },
  );
});
