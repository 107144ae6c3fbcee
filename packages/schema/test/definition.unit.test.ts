import { cpuMsOf, shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { Definition } from '../src/index.ts';

const register = shippedDefinitions();
const shipped = register.find('pulp', 'status');
if (shipped === undefined) throw new Error('the definition of Pulp is not shipped any more');
/** As it stands in its file, where durations are texts. */
const pulp: Record<string, unknown> = {
  ...shipped,
  record: { ...shipped.record, late_window: '7d' },
  retention: '30d',
};

/** The places and messages of what is wrong with the Pulp definition when some of it is replaced. */
function problems(change: Record<string, unknown>): string[] {
  const { error } = Definition.safeParse({ ...pulp, ...change });
  return error?.issues.map(({ path, message }) => `${path.join(' ')}: ${message}`) ?? [];
}
const section = (name: string, change: object) => ({ [name]: Object.assign({}, pulp[name], change) });
const fields = (change: object) => section('fields', change);

describe('Definition', () => {
  it('takes what is shipped, with durations in milliseconds', () => {
    const { record, retention } = Definition.parse(pulp);
    expect([record.late_window, retention]).toEqual([7 * 86_400_000, 30 * 86_400_000]);
    expect(register.definitions.map(({ application }) => application)).toEqual(['pulp', 'trento']);
  });

  it.each(['draft', 'retired'])('needs no approval where it is %s', (status) => {
    expect(problems({ status, approval: undefined })).toEqual([]);
  });

  it.each([
    [
      'an approved definition that nobody approved',
      { approval: undefined },
      'approval: an approved definition says by whom, when and where it was approved',
    ],
    [
      'a system id that is hashed as a key and kept as a field',
      fields({ '/system_id': { type: 'uuid', sanitise: 'keep' } }),
      'fields /system_id: holds the system id, which is kept only as a keyed hash',
    ],
    [
      'a field that is a value and a map',
      fields({ '/plugins': { type: 'string' } }),
      'fields /plugins: cannot be a value and hold /plugins/* at once',
    ],
    [
      'bounds between which nothing lies',
      fields({ '/extra': { type: 'integer', min: 2, max: 1 } }),
      'fields /extra: min is above max, so nothing fits',
    ],
    [
      'keys of no map',
      fields({ '/extra': { type: 'version', keys: ['a'] } }),
      'fields /extra: keys belong to a pointer with a *',
    ],
    [
      'a retention below the late window',
      { retention: '6d' },
      'retention: is shorter than the late window, so a late report would have no place',
    ],
    [
      'a tag that is no field',
      section('influx', { tags: ['/colour'] }),
      'influx tags 0: /colour is not among the fields',
    ],
    [
      'a point’s field that is no field',
      section('influx', { fields: ['/version', '/colour'] }),
      'influx fields 1: /colour is not among the fields',
    ],
    [
      'a point made of what is dropped',
      { ...fields({ '/secret': { type: 'string', sanitise: 'drop' } }), ...section('influx', { fields: ['/secret'] }) },
      'influx fields 0: /secret is dropped, so nothing can be made of it',
    ],
    [
      'a summary of no field',
      { summaries: [{ name: 'a', kind: 'share', field: '/colour' }] },
      'summaries 0 field: /colour is not among the fields',
    ],
    [
      'two summaries of one name',
      {
        summaries: [
          { name: 'a', kind: 'systems' },
          { name: 'a', kind: 'share', field: '/version' },
        ],
      },
      'summaries 1 name: a is used twice',
    ],
    [
      'statistics of texts',
      { summaries: [{ name: 'a', kind: 'statistics', field: '/version' }] },
      'summaries 0 field: statistics are of numbers, and /version holds none',
    ],
    [
      'levels of numbers',
      { summaries: [{ name: 'a', kind: 'share', field: '/postgresql_version', levels: ['x.y'] }] },
      'summaries 0 levels: levels are of versions, and /postgresql_version holds none',
    ],
    [
      'a value in a map that holds others elsewhere',
      fields({ '/m/*': { type: 'string' }, '/m/a/b': { type: 'string' } }),
      'fields /m/*: cannot be a value and hold /m/a/b at once',
    ],
    [
      'a name that two parts of a point would have',
      {
        ...fields({ '/online/workers_hosts': { type: 'integer' } }),
        ...section('influx', { fields: ['/online_workers/hosts', '/online/workers_hosts'] }),
      },
      'influx fields 1: /online/workers_hosts is online_workers_hosts in InfluxDB, and that name is taken',
    ],
    [
      'a tag that is a field as well',
      section('influx', { tags: ['/version'], fields: ['/version'] }),
      'influx fields 0: /version is version in InfluxDB, and that name is taken',
    ],
    [
      'a name that InfluxDB keeps to itself',
      { ...fields({ '/_time': { type: 'integer' } }), ...section('influx', { fields: ['/_time'] }) },
      'influx fields 0: /_time is _time in InfluxDB, which keeps such names to itself',
    ],
    [
      'a share of the system id',
      { summaries: [{ name: 'a', kind: 'share', field: '/system_id' }] },
      'summaries 0 field: /system_id is the system id, of which every system has its own',
    ],
    [
      'statistics of hashes',
      {
        ...fields({ '/pin': { type: 'integer', sanitise: 'hash' } }),
        summaries: [{ name: 'a', kind: 'statistics', field: '/pin' }],
      },
      'summaries 0 field: statistics are of numbers, and /pin holds none',
    ],
  ])('refuses %s', (_, change, problem) => {
    expect(problems(change)).toEqual([problem]);
  });

  it.each([
    [{ '/a/*': { type: 'string', keys: ['b'] }, '/a/c/d': { type: 'string' } }],
    [{ '/a/*': { type: 'string' }, '/a/b': { type: 'version' } }],
    [{ '/a': { type: 'string' }, '/ab/c': { type: 'string' } }],
  ])('takes fields that do not meet: %j', (added) => {
    expect(problems(fields(added))).toEqual([]);
  });

  it.each([
    ['with listed keys', { '/m/*/*/*': { type: 'version', keys: Array.from({ length: 30 }, (_, i) => `k${i}`) } }],
    [
      'that meet in every way',
      Object.fromEntries(
        Array.from({ length: 150 }, (_, i) => [
          `/m/${Array.from('12345678', (_, j) => (i % 8 === j ? `k${i}` : '*')).join('/')}`,
          { type: 'version' },
        ]),
      ),
    ],
  ])('refuses many * %s, which would take all memory, and at once', async (_, added) => {
    const cpuMs = await cpuMsOf(() => {
      expect(problems(fields(added))).toEqual([expect.stringMatching(/^fields: are more than 10000 places/)]);
    });
    expect(cpuMs).toBeLessThan(3000);
  });

  it('takes many keys, and many fields below a *', () => {
    const keys = Array.from({ length: 90 }, (_, i) => `k${i}`);
    expect(problems(fields({ '/m/*/*': { type: 'version', keys } }))).toEqual([]);
    const below = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`/m/*/n/*/k${i}`, { type: 'version' }]));
    expect(problems(fields(below))).toEqual([]);
  });

  it('takes 200 fields and no more', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`/f${i}`, { type: 'boolean' }]));
    const own = Object.keys(Object(pulp.fields)).length;
    expect(problems(fields(many(200 - own)))).toEqual([]);
    expect(problems(fields(many(201 - own)))).toEqual(['fields: at most 200 fields']);
  });

  it('tells all contradictions at once', () => {
    const change = { approval: undefined, retention: '1d', summaries: [{ name: 'a', kind: 'share', field: '/no' }] };
    expect(problems(change)).toHaveLength(3);
  });

  it.each(Object.keys(Object(pulp.review)))('asks for the review’s %s', (question) => {
    const place = `review ${question}`;
    // The one question that is younger than some definitions.
    const missing = question === 'opt_out' ? [] : [expect.stringContaining(place)];
    expect(problems(section('review', { [question]: undefined }))).toEqual(missing);
    expect(problems(section('review', { [question]: '-' }))).toEqual([expect.stringContaining(place)]);
  });

  it.each([
    ['expires', '2027-02-30'],
    ['expires', 'never'],
    ['status', 'live'],
    ['application', 'Pulp'],
    ['application', 'a/b'],
    ['telemetry_type', ''],
    ['schema_version', 0],
    ['title', 'x'.repeat(121)],
    ['owner', ''],
    ['retention', '367d'],
    ['retention', '0d'],
    ['retention', 30],
    ['personal_data_found', 'ignore'],
  ])('refuses %s %j', (key, value) => {
    expect(problems({ [key]: value })).toEqual([expect.stringContaining(`${key}: `)]);
  });

  it.each([
    ['record', { late_window: '32d' }],
    ['record', { late_window: '0s' }],
    ['record', { system_id: 'system_id' }],
    ['record', { system_key: 'encrypt' }],
    ['record', { colour: 'red' }],
    ['dedup', { policy: 'sometimes' }],
    ['influx', { measurement: '1a' }],
    ['influx', { fields: [] }],
    ['publish', { minimum_systems: 0 }],
    ['publish', { minimum_systems: 1.5 }],
    ['approval', { by: [] }],
    ['approval', { on: '2026-13-01' }],
    ['fields', { 'not a pointer': { type: 'boolean' } }],
    ['fields', { '/a/__proto__': { type: 'boolean' } }],
  ])('refuses %s %j', (name, change) => {
    expect(problems(section(name, change))).toEqual([expect.stringMatching(new RegExp(`^${name}[ :]`))]);
  });

  it('refuses what it does not know, so that nothing is believed to be in force that is not', () => {
    expect(problems({ retentoin: '30d' })).toEqual([expect.stringContaining('retentoin')]);
  });
});
