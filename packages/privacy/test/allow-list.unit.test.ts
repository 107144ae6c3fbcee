import { Field } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import { compileAllowList } from '../src/allow-list.ts';

function allow(fields: Record<string, object>, payload: unknown) {
  const parsed = Object.entries(fields).map(([pointer, field]) => [pointer, Field.parse(field)]);
  return compileAllowList(Object.fromEntries(parsed), () => (value) => `#${value}`)(payload);
}
const nothing = {};
const removing = (removed: object) => ({ ...{ unregistered: [], misfit: [], personalData: [] }, ...removed });

describe('arrays, open maps and texts', () => {
  it.each<[name: string, fields: Record<string, object>, payload: unknown, kept: unknown, removed: object]>([
    [
      'keeps of an array the elements that fit, in their order',
      { '/list/*': { type: 'integer' } },
      { list: [3, 'x', 1, null, [2]] },
      { list: [3, 1] },
      { misfit: ['/list/*', '/list/*', '/list/*'] },
    ],
    [
      'keeps what is registered of the objects in an array',
      { '/disks/*/size': { type: 'integer' }, '/disks/*/kind': { type: 'enum', values: ['ssd'] } },
      { disks: [{ size: 1, kind: 'ssd', serial: 'S3Z8' }, { size: 2, mount: '/' }, {}, 'x', { kind: 'x' }] },
      { disks: [{ size: 1, kind: 'ssd' }, { size: 2 }] },
      { unregistered: ['/disks/*/serial', '/disks/*/mount', '/disks/*'], misfit: ['/disks/*/kind'] },
    ],
    [
      'looks into arrays of arrays and arrays in maps',
      { '/grid/*/*': { type: 'integer' }, '/m/*/list/*/n': { type: 'integer' } },
      { grid: [[1, 2], [], [3]], m: { a: { list: [{ n: 1 }] }, b: { list: {} } } },
      { grid: [[1, 2], [3]], m: { a: { list: [{ n: 1 }] } } },
      nothing,
    ],
    [
      'leaves out an array of which nothing is kept',
      { '/a/*': { type: 'integer' } },
      { a: ['x'] },
      {},
      { misfit: ['/a/*'] },
    ],
    [
      'keeps no key of a map that is personal data',
      { '/hosts/*/up': { type: 'boolean' } },
      { hosts: { web: { up: true }, 'db1.example.org': { up: true }, '10.0.0.1': { up: false } } },
      { hosts: { web: { up: true } } },
      {
        personalData: [
          { pointer: '/hosts/*/up', kind: 'host_name' },
          { pointer: '/hosts/*/up', kind: 'ip_address' },
        ],
      },
    ],
    [
      'keeps no UUID as the key of a map unless it is listed',
      {
        '/a/*': { type: 'integer' },
        '/b/*': { type: 'integer', keys: ['7c9e6679-7425-40de-944b-e07fc1f90ae7'] },
      },
      { a: { '7c9e6679-7425-40de-944b-e07fc1f90ae7': 1 }, b: { '7c9e6679-7425-40de-944b-e07fc1f90ae7': 2 } },
      { b: { '7c9e6679-7425-40de-944b-e07fc1f90ae7': 2 } },
      { personalData: [{ pointer: '/a/*', kind: 'machine_id' }] },
    ],
    [
      'redacts a text',
      { '/note': { type: 'string' } },
      { note: 'ask jane@example.org' },
      { note: 'ask [email]' },
      { personalData: [{ pointer: '/note', kind: 'email' }] },
    ],
    [
      'does not show unregistered keys that look like personal data',
      { '/count': { type: 'integer' } },
      { 'Annas-MacBook-Pro': 1, 'LAPTOP-9QH2M8PT': 1, plan: 1 },
      {},
      { unregistered: ['/*', '/*', '/plan'] },
    ],
  ])('%s', (_, fields, payload, kept, removed) => {
    expect(allow(fields, payload)).toStrictEqual({ payload: kept, removed: removing(removed) });
  });

  it('are kept up to 256 elements or keys', () => {
    const list = Array.from({ length: 300 }, (_, n) => n);
    const fields = { '/list/*': { type: 'integer' }, '/map/*': { type: 'integer' }, '/map/last': { type: 'integer' } };
    const map = { ...Object.fromEntries(list.map((n) => [`k${n}`, n])), last: 1 };
    const { payload, removed } = allow(fields, { list, map });
    expect(payload.list).toStrictEqual(list.slice(0, 256));
    // What has a name of its own takes nobody's place.
    expect(Object.keys(Object(payload.map))).toHaveLength(257);
    expect(payload.map).toMatchObject({ k255: 255, last: 1 });
    expect(removed.misfit).toHaveLength(88);
    expect(new Set(removed.misfit)).toStrictEqual(new Set(['/list/*', '/map/*']));
  });

  it.each([
    ['a field', { '/a/__proto__/b': { type: 'integer' } }],
    ['a listed key', { '/a/*': { type: 'integer', keys: ['__proto__'] } }],
  ])('refuse a prototype as the name of %s', (_, fields) => {
    const parsed = Object.entries(fields).map(([pointer, field]) => [
      pointer,
      { ...Field.parse({ type: 'integer' }), ...field },
    ]);
    expect(() => compileAllowList(Object.fromEntries(parsed), () => String)).toThrow(
      '__proto__ cannot be the name of a field',
    );
  });

  it('compile in time that does not double with each *', () => {
    const deep = '/*'.repeat(60);
    expect(allow({ [`/a${deep}`]: { type: 'integer' } }, { a: [[[[1]]]] }).payload).toStrictEqual({});
  });
});
