import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { influxContradictionsOf } from '../../src/influx/contradictions.ts';

const base = aDefinition();
const type = (of: 'version' | 'integer' | 'number' | 'string', keys?: string[]) =>
  ({ type: of, sanitise: 'keep', nullable: false, ...(keys === undefined ? {} : { keys }) }) as never;

/** What is wrong with a definition of these fields, all of them fields of its points unless they are named as tags. */
function said(fields: Record<string, ReturnType<typeof type>>, influx: Partial<typeof base.influx> = {}): string[] {
  const { tags = [] } = influx;
  const all = Object.keys(fields).filter((pointer) => !tags.includes(pointer));
  const given = { measurement: 'm', tags, fields: all, ...influx };
  const definition = { record: base.record, fields, influx: given };
  return influxContradictionsOf(definition).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('names in InfluxDB', () => {
  it('may not meet, also where a map is open', () => {
    expect(said({ '/plugin/*': type('integer'), '/plugin_rpm/version': type('version') })).toEqual([
      'influx.fields.1: /plugin_rpm/version can have the same name in InfluxDB as /plugin/*: plugin_rpm_version and plugin_*',
    ]);
    expect(said({ '/*': type('integer'), '/a/b': type('integer') })).toHaveLength(1);
    expect(said({ '/a/*/b': type('integer'), '/a/*': type('version') })).toHaveLength(1);
    expect(said({ '/plugin/*': type('integer'), '/plugins/rpm': type('version') })).toEqual([]);
  });

  it('meet where listed keys make them meet, and not where they do not', () => {
    const version = { '/plugin_rpm/version': type('version') };
    expect(said({ '/plugin/*': type('integer', ['rpm_version', 'x']), ...version })).toEqual([
      'influx.fields.1: /plugin_rpm/version is plugin_rpm_version in InfluxDB, and that name is taken',
    ]);
    expect(said({ '/plugin/*': type('integer', ['rpm', 'x']), ...version })).toEqual([]);
    expect(said({ '/m/*/*': type('integer', ['a', 'a_a']) })).toHaveLength(1);
  });

  it('may be of one place that two pointers mean, for the narrower one decides', () => {
    expect(said({ '/plugins/*': type('version'), '/plugins/count': type('integer') })).toEqual([]);
    expect(said({ '/*': type('number'), '/id': type('string') }, { tags: ['/id'] })).toEqual([]);
    expect(said({ '/a/*/*': type('version'), '/a/*/c': type('version') })).toEqual([]);
    expect(said({ '/a/*/*': type('version'), '/a/*/c': type('integer') })).toHaveLength(1);
  });

  it.each(['time', '_field', '_measurement', 'system_key', 'channel', 'reports'])('are not %s', (name) => {
    expect(said({ [`/${name}`]: type('integer') })).toEqual([expect.stringContaining(`is ${name} in InfluxDB`)]);
    expect(said({ '/*': type('integer', ['fine', name]) })).toHaveLength(1);
    expect(said({ '/x': type('integer') }, { names: { '/x': name } })).toHaveLength(1);
    // What an open map brings is seen to at run time.
    expect(said({ '/*': type('integer') })).toEqual([]);
  });

  it('are the ones that are given', () => {
    expect(said({ '/a': type('integer'), '/b': type('integer') }, { names: { '/b': 'a' } })).toHaveLength(1);
    expect(said({ '/time': type('integer') }, { names: { '/time': 'moment' } })).toEqual([]);
    expect(said({ '/a': type('integer') }, { names: { '/b': 'b' } })).toEqual([
      'influx.names./b: /b is neither among the tags nor the fields',
    ]);
  });

  it('do not come back as something else', () => {
    const load = { '/load': type('number') };
    expect(said(load, { former_fields: { load: 'integer' } })).toEqual([
      'influx.fields.0: /load is load in InfluxDB, where load was a field of type integer',
    ]);
    expect(said(load, { former_fields: { load: 'float' } })).toEqual([]);
    expect(said({ '/plugins/rpm': type('integer') }, { former_fields: { 'plugins_*': 'string' } })).toHaveLength(1);
    expect(said(load, { tags: ['/load'], fields: [], former_fields: { load: 'float' } })).toHaveLength(1);
    expect(said(load, { former_measurements: ['old', 'm'] })).toEqual([
      'influx.measurement: m is a former measurement: the shape of its points was another one',
    ]);
    expect(said(load, { tags: ['/load'], fields: [], former_system_tags: ['load'] })).toHaveLength(1);
  });
});
