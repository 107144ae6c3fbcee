import { aDefinition, anObservation } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { pointsOf } from '../src/points.ts';

describe('an open map', () => {
  const fields = {
    '/id': { type: 'string', sanitise: 'hash' },
    '/sub/*': { type: 'string' },
    '/deep/*/*': { type: 'string' },
    '/listed/*': { type: 'string', keys: ['a', 'b'] },
    '/listed/c': { type: 'string' },
  } as const;
  const definitionOf = (tags: string[], listed: string[]) =>
    aDefinition({ fields: fields as never, influx: { measurement: 'm', tags, fields: listed } });
  const open = definitionOf(['/id', '/sub/*'], ['/deep/*/*', '/listed/*']);
  const made = (payload: Record<string, unknown>, definition = open) => {
    const { tags, fields, leftOut } = pointsOf(definition)(anObservation({ payload, system_key: 'k' }));
    return {
      tags: Object.fromEntries(tags),
      fields: [...fields.keys()],
      leftOut: leftOut && Object.fromEntries(leftOut),
    };
  };

  it('brings no name that InfluxDB or every point uses, and says how many it would have', () => {
    const top = aDefinition({
      fields: { '/id': { type: 'string', sanitise: 'hash' }, '/*': { type: 'number' } },
      influx: { measurement: 'm', tags: ['/id'], fields: ['/*'] },
    });
    const reserved = { time: 1, _field: 2, _measurement: 3, system_key: 4, channel: 5, reports: 6, _x: 7 };
    expect(made({ id: 'k', foo: 1, ...reserved }, top)).toEqual({
      tags: { id: 'k', channel: 'production' },
      fields: ['reports', 'foo'],
      leftOut: { reserved_name: 7 },
    });
    expect(made({ id: 'k', foo: 1 }, top).leftOut).toBeUndefined();
  });

  it('loses a value whose name another one has, and says so', () => {
    const deep = { a_b: { c: '1' }, a: { b_c: '2' } };
    expect(made({ id: 'k', deep })).toMatchObject({ fields: ['reports', 'deep_a_b_c'], leftOut: { name_taken: 1 } });
    const tagged = definitionOf(['/deep/*/*'], ['/listed/c']);
    expect(made({ id: 'k', deep }, tagged)).toMatchObject({ leftOut: { name_taken: 1 } });
  });

  it('brings the listed keys alone', () => {
    expect(made({ id: 'k', listed: { a: '1', c: '2' } }).fields).toEqual(['reports', 'listed_a']);
  });

  it('cannot make the key of a series too large: the last tags are left out, and none that tells the system', () => {
    const sub = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`key${i}`, 'ä'.repeat(1000)]));
    const { tags, leftOut } = made({ id: 'k', sub });
    expect(Object.keys(tags)).toEqual(['id', ...Array.from({ length: 9 }, (_, i) => `sub_key${i}`), 'channel']);
    expect(leftOut).toEqual({ series_key_too_long: 91 });
    const other = pointsOf(open)(anObservation({ payload: { sub }, system_key: 'k' }));
    expect(other.tags.get('system_key')).toBe('k');
  });
});

describe('a name that the definition gives', () => {
  it('stands for the value of a pointer, and before the keys of a map', () => {
    const definition = aDefinition({
      fields: {
        '/id': { type: 'string', sanitise: 'hash' },
        '/load': { type: 'number' },
        '/plugins/*/size': { type: 'integer' },
        '/plugins/rpm/size': { type: 'integer' },
      },
      influx: {
        measurement: 'm',
        tags: ['/id'],
        fields: ['/load', '/plugins/*/size', '/plugins/rpm/size'],
        names: { '/id': 'host', '/load': 'load_float', '/plugins/*/size': 'size' },
      },
    });
    const payload = { id: 'k', load: 0.5, plugins: { deb: { size: 1 }, rpm: { size: 2 } } };
    const { tags, fields } = pointsOf(definition)(anObservation({ payload, system_key: 'k' }));
    expect([...tags]).toEqual([
      ['host', 'k'],
      ['channel', 'production'],
    ]);
    expect([...fields.keys()]).toEqual(['reports', 'load_float', 'size_deb', 'plugins_rpm_size']);
  });
});
