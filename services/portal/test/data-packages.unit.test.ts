import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COLUMNS } from '../src/api/columns.ts';
import { figureRows } from '../src/api/figure-rows.ts';
import { createDataPackages, type DataPackagesOptions } from '../src/data-packages/data-packages.fs.ts';
import { PACKAGE_FILES, type PackageFileName } from '../src/data-packages/data-packages.ts';
import { aCrossFigure, anAgeFigure, aShare, aShareFigure, aStatisticsFigure, aSystemsFigure } from './a-figure.ts';
import { aPortal, startSite } from './a-portal.ts';
import { memoryStore } from './memory-store.ts';
import { readCsv } from './read-csv.ts';

const final = { final: true };
const awkward = aShare({
  key: '=cmd',
  values: [
    { value: '@"x",\r\né', systems: 20 },
    { value: '', systems: 10 },
  ],
});
const october = [
  aSystemsFigure({ ...final, start: '2026-10-01', period: 'month' }),
  aSystemsFigure({ ...final, start: '2026-10-05', period: 'week', systems: null, of_systems: null }),
  ...['2026-10-01', '2026-10-31'].flatMap((start) => [
    anAgeFigure({ ...final, start }),
    aCrossFigure({ ...final, start }),
    aShareFigure({ ...final, start }, [awkward]),
    aStatisticsFigure({ ...final, start, computed_at: '2026-11-25T01:02:03.456Z' }),
    aSystemsFigure({ ...final, start, application: 'other' }, { gone: null }),
  ]),
];
const others = [
  aSystemsFigure({ ...final, start: '2026-09-30' }),
  aSystemsFigure({ start: '2026-11-01' }),
  aSystemsFigure({ start: '2026-10-05', channel: 'development' }),
];
const store = memoryStore({ figures: [...october, ...others] });

let temporaryFolder: string;
let packages: ReturnType<typeof createDataPackages>;
const created: (typeof packages)[] = [];

function create(given: Partial<DataPackagesOptions> = {}) {
  const options = { summaries: store, channel: 'production', licence: 'CC0-1.0', temporaryFolder } as const;
  const times = { longestLateWindow: () => 2 * 86_400_000, now: () => Date.parse('2026-11-21T10:00:00Z') };
  const made = createDataPackages({ ...options, ...times, ...given });
  created.push(made);
  return made;
}

beforeEach(async () => {
  temporaryFolder = await mkdtemp(join(tmpdir(), 'heliograph-test-'));
  packages = create();
});
afterEach(async () => {
  for (const made of created.splice(0)) await made.stop();
  expect(await readdir(temporaryFolder)).toEqual([]);
  await rm(temporaryFolder, { recursive: true });
});

async function pathOf(name: PackageFileName, of = packages): Promise<string> {
  const file = await of.file('2026-10', name);
  return join(file?.folder ?? 'nowhere', name);
}
const contentOf = async (name: PackageFileName, of = packages) => readFile(await pathOf(name, of));

describe('a data package', () => {
  it('is there for months that are final as a whole, when nothing can come for them any more', async () => {
    expect(await packages.months()).toEqual(['2026-10', '2026-09']);
    expect(await packages.file('2026-11', 'figures.csv')).toBeUndefined();
    // October, six days of its last week, two of late reports and two to be on the safe side.
    expect(await create({ now: () => Date.parse('2026-11-11T00:00:00Z') - 1 }).months()).toEqual(['2026-09']);
    expect(await create({ now: () => Date.parse('2026-11-11T00:00:00Z') }).months()).toContain('2026-10');
  });

  it('is not there while nothing later has been published: the rest of the month may be to come', async () => {
    expect(await create({ summaries: memoryStore({ figures: october }) }).months()).toEqual([]);
  });

  it('has all figures of the month as CSV and as Parquet, and they are the same', async () => {
    const rows = [
      ...october.filter((f) => f.application === 'example'),
      ...october.filter((f) => f.application === 'other'),
    ];
    const count = rows.flatMap(figureRows).length;
    const [header, ...lines] = readCsv((await contentOf('figures.csv')).toString());
    expect(header).toEqual(COLUMNS.map(({ name }) => name));
    expect(lines).toHaveLength(count);

    const file = await asyncBufferFromFile(await pathOf('figures.parquet'));
    const read = await parquetReadObjects({ file });
    expect(read).toHaveLength(count);
    const asText = (value: unknown, type: string) => {
      if (value === null || value === undefined) return '';
      if (!(value instanceof Date)) return String(value);
      return type === 'date' ? value.toISOString().slice(0, 10) : value.toISOString();
    };
    const texts = read.map((row) => COLUMNS.map(({ name, type }) => asText(row[name], type)));
    const isText = COLUMNS.map(({ type }) => type === 'string');
    expect(lines.map((line) => line.map((cell, i) => (isText[i] ? cell.replace(/^'/, '') : cell)))).toEqual(texts);
  });

  it('says of each column of the Parquet file what it is', async () => {
    const { schema } = await parquetMetadataAsync(await asyncBufferFromFile(await pathOf('figures.parquet')));
    const types = Object.fromEntries(
      schema.slice(1).map(({ name, type, converted_type }) => [name, converted_type ?? type]),
    );
    expect(types).toMatchObject({
      ...{ start: 'DATE', value: 'UTF8', number: 'DOUBLE', systems: 'INT32', final: 'BOOLEAN' },
      computed_at: 'TIMESTAMP_MILLIS',
    });
  });

  it('is described, with sizes, checksums and a licence', async () => {
    const described = JSON.parse((await contentOf('datapackage.json')).toString());
    expect(described).toMatchObject({
      name: 'heliograph-production-2026-10',
      version: '2026.10.0',
      created: '2026-11-25T01:02:03.456Z',
      licenses: [{ name: 'CC0-1.0', path: expect.stringMatching(/^https:/) }],
      sources: [{ title: 'example/status' }, { title: 'other/status' }],
    });
    for (const resource of described.resources) {
      const content = await contentOf(resource.path);
      const sha256 = createHash('sha256').update(content).digest('hex');
      expect([resource.bytes, resource.hash]).toEqual([content.length, `sha256:${sha256}`]);
      expect(resource.schema.fields.map(({ name }: { name: string }) => name)).toEqual(COLUMNS.map(({ name }) => name));
    }
    const sums = (await contentOf('checksums.txt')).toString().trimEnd().split('\n');
    for (const line of sums) {
      const [sum, name] = line.split('  ');
      expect(
        createHash('sha256')
          .update(await contentOf(name as PackageFileName))
          .digest('hex'),
      ).toBe(sum);
    }
    expect(sums).toHaveLength(3);
  });

  it('is the same to the byte whenever and wherever it is made', async () => {
    const again = create({ now: () => Date.parse('2027-06-01T00:00:00Z') });
    for (const name of PACKAGE_FILES)
      expect((await contentOf(name)).equals(await contentOf(name, again)), name).toBe(true);
    const [first, second] = await Promise.all([pathOf('figures.csv'), pathOf('figures.csv', again)]);
    expect(first).not.toBe(second);
  });

  it('is made once, though many ask, and again after a failure', async () => {
    let asked = 0;
    const series: typeof store.series = async (query) => {
      asked += 1;
      if (asked === 1) throw new Error('away');
      return store.series(query);
    };
    const counting = { ...store, series };
    const own = create({ summaries: counting });
    await expect(own.file('2026-10', 'figures.csv')).rejects.toThrow('away');
    await Promise.all(PACKAGE_FILES.map((name) => own.file('2026-10', name)));
    // Three periods of two sources, once for the CSV and once for the Parquet file.
    expect(asked).toBe(1 + 2 * 3 * 2);
  });
});

describe('the site', () => {
  it('gives out the files of a package, and parts of them, for a long time', async () => {
    const { url, close } = await startSite(aPortal({ summaries: store, packages }));
    const get = (path: string, headers = {}) => fetch(new URL(path, url), { headers });
    expect(await (await get('/api/v1/packages')).json()).toMatchObject({
      packages: [{ month: '2026-10', descriptor: '/data/packages/2026-10/datapackage.json' }, { month: '2026-09' }],
    });
    for (const name of PACKAGE_FILES) {
      const response = await get(`/data/packages/2026-10/${name}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(Buffer.from(await response.arrayBuffer()).equals(await contentOf(name)), name).toBe(true);
    }
    const part = await get('/data/packages/2026-10/figures.csv', { Range: 'bytes=0-10' });
    expect([part.status, await part.text()]).toEqual([206, 'application']);
    for (const path of [
      '2026-11/figures.csv',
      '2026-10/evil',
      '2026-10/..%2Fevil',
      'evil/figures.csv',
      '%2e%2e/figures.csv',
    ]) {
      const response = await get(`/data/packages/${path}`);
      expect(response.status, path).toBe(404);
      expect(await response.text()).not.toContain('evil');
    }
    await close();
  });
});
