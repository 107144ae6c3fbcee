import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { type Definition, shapeConflicts } from '../../src/index.ts';

type Given = Partial<z.input<typeof Definition>>;
const fields: NonNullable<Given['fields']> = {
  '/id': { type: 'uuid', sanitise: 'hash' },
  '/load': { type: 'integer' },
  '/cloud': { type: 'string' },
  '/plugins/*': { type: 'version', keys: ['rpm', 'deb'] },
};
const influx = { measurement: 'acme', tags: ['/id'], fields: ['/load', '/cloud', '/plugins/*'] };
const before = aDefinition({ fields, influx });

/** The conflicts of what the definition becomes with these fields and this part of influx in place of its own. */
function conflicts(given: { fields?: object; influx?: object; record?: object; was?: Definition; taken?: string[] }) {
  const after = aDefinition({
    fields: { ...fields, ...given.fields } as never,
    influx: { ...influx, ...given.influx },
    ...(given.record === undefined
      ? {}
      : { record: { system_id: '/id', late_window: '2d', ...given.record } as never }),
  });
  return shapeConflicts(given.was ?? before, after, given.taken);
}
const edits = (given: Parameters<typeof conflicts>[0]) =>
  conflicts(given).flatMap((one) => one.edits.map(({ path, value }) => [path.join('.'), value]));

describe('a change of the shape of a measurement', () => {
  it('is none where what points consist of stays as it is', () => {
    expect(conflicts({})).toEqual([]);
    expect(
      conflicts({ fields: { '/load': { type: 'integer', max: 5 }, '/cloud': { type: 'enum', values: ['a'] } } }),
    ).toEqual([]);
    expect(
      conflicts({ fields: { '/more': { type: 'boolean' } }, influx: { fields: [...influx.fields, '/more'] } }),
    ).toEqual([]);
    expect(conflicts({ fields: { '/plugins/*': { type: 'version', keys: ['rpm', 'deb', 'gem'] } } })).toEqual([]);
  });

  it('is none after a draft', () => {
    expect(conflicts({ fields: { '/load': { type: 'number' } }, was: { ...before, status: 'draft' } })).toEqual([]);
  });

  it.each([
    ['number', 'float'],
    ['boolean', 'boolean'],
    ['version', 'string'],
  ])('is any other type of a field in InfluxDB: integer to %s', (type, as) => {
    expect(conflicts({ fields: { '/load': { type } } })).toEqual([
      {
        path: ['influx', 'fields', 0],
        message: `/load would be the ${as} field load in InfluxDB, which has the integer field load: it would refuse these points`,
        edits: [
          { path: ['influx', 'names', '/load'], value: `load_${as}` },
          { path: ['influx', 'former_fields', 'load'], value: 'integer' },
        ],
      },
    ]);
  });

  it('is a hash in place of a number, and none in place of a text', () => {
    expect(conflicts({ fields: { '/load': { type: 'integer', sanitise: 'hash' } } })).toHaveLength(1);
    expect(conflicts({ fields: { '/cloud': { type: 'string', sanitise: 'hash' } } })).toEqual([]);
  });

  it('is a name that another pointer takes over with another type', () => {
    const given = { fields: { '/host/load': { type: 'number' } } };
    const moved = { fields: ['/host/load', '/cloud', '/plugins/*'], names: { '/host/load': 'load' } };
    expect(conflicts({ ...given, influx: moved })).toMatchObject([{ path: ['influx', 'fields', 0] }]);
    const key = { fields: { '/plugins_rpm': { type: 'integer' }, '/plugins/*': { type: 'version', keys: ['deb'] } } };
    expect(conflicts({ ...key, influx: { fields: ['/load', '/cloud', '/plugins/*', '/plugins_rpm'] } })).toMatchObject([
      { path: ['influx', 'fields', 3] },
    ]);
  });

  it('is passed by another name, as long as the former one is remembered', () => {
    const number = { fields: { '/load': { type: 'number' } } };
    const names = { '/load': 'load_float' };
    expect(conflicts({ ...number, influx: { names, former_fields: { load: 'integer' } } })).toEqual([]);
    expect(edits({ ...number, influx: { names } })).toEqual([['influx.former_fields.load', 'integer']]);
  });

  it('is a field that goes and is not remembered, now or later', () => {
    const without = { fields: ['/cloud', '/plugins/*'] };
    expect(edits({ influx: without })).toEqual([['influx.former_fields.load', 'integer']]);
    const remembered = {
      ...before,
      influx: { ...before.influx, ...without, former_fields: { load: 'integer' } },
    } as Definition;
    expect(conflicts({ influx: { ...without, former_fields: { load: 'integer' } }, was: remembered })).toEqual([]);
    expect(conflicts({ influx: without, was: remembered })).toHaveLength(1);
    expect(conflicts({ was: remembered })).toEqual([]);
    expect(edits({ fields: { '/plugins/*': { type: 'version', keys: ['deb'] } } })).toEqual([
      ['influx.former_fields.plugins_rpm', 'string'],
    ]);
  });

  const another = [
    ['influx.measurement', 'acme_2'],
    ['influx.former_measurements', ['acme']],
  ];

  it.each<[string, object]>([
    ['a tag more', { tags: ['/id', '/cloud'], fields: ['/load', '/plugins/*'] }],
    ['a tag less', { tags: [], fields: influx.fields }],
    ['another name of a tag', { names: { '/id': 'host' }, former_system_tags: ['id'] }],
  ])('is %s: the measurement must be another one', (_, given) => {
    const found = conflicts({ influx: given });
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) expect(one.edits.map(({ path, value }) => [path.join('.'), value])).toEqual(another);
    expect(conflicts({ influx: { ...given, measurement: 'acme_2', former_measurements: ['acme'] } })).toEqual([]);
  });

  it('is another measurement that does not name the one before', () => {
    expect(edits({ influx: { measurement: 'new' } })).toEqual([['influx.former_measurements', ['acme']]]);
    expect(conflicts({ influx: { measurement: 'new', former_measurements: ['acme'] } })).toEqual([]);
    const twice = aDefinition({
      fields,
      influx: { ...influx, measurement: 'new', former_measurements: ['acme'] },
    });
    expect(edits({ influx: { measurement: 'third', former_measurements: ['new'] }, was: twice })).toEqual([
      ['influx.former_measurements', ['new', 'acme']],
    ]);
    expect(conflicts({ influx: { measurement: 'acme', former_measurements: ['new'] }, was: twice })).toMatchObject([
      { path: ['influx', 'measurement'] },
    ]);
  });

  it('finds a measurement that no other definition has', () => {
    const [first] = edits({ influx: { tags: [] }, taken: ['acme', 'acme_2', 'acme_3'] });
    expect(first).toEqual(['influx.measurement', 'acme_4']);
  });

  it('is a tag of the system’s id that erasures would not know any more', () => {
    const moved = { fields: { '/host': { type: 'uuid', sanitise: 'hash' } }, record: { system_id: '/host' } };
    const tagged = { measurement: 'new', former_measurements: ['acme'], tags: ['/host'] };
    expect(edits({ ...moved, influx: tagged })).toEqual([['influx.former_system_tags', ['id']]]);
    expect(conflicts({ ...moved, influx: { ...tagged, former_system_tags: ['id'] } })).toEqual([]);
  });
});
