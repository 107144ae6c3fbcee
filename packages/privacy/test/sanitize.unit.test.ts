import type { Definition } from '@heliograph/schema';
import { aDefinition, aRawRecord, readablePseudonyms, shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { compile } from '../src/sanitize.ts';

const hash = (application: string, value: string) => `#${application}:${value}`;

const pseudonyms = readablePseudonyms(hash);
const influx = (pointer: string) => ({ measurement: 'status', tags: [], fields: [pointer] });
const defined = (fields: Record<string, object>, rest: object = {}): Definition => {
  const [first = ''] = Object.keys(fields);
  return aDefinition({ fields: fields as never, influx: influx(first), ...rest });
};
function sanitized(definition: Definition, raw = aRawRecord({ application: definition.application })) {
  const { observation, removed } = compile(definition, pseudonyms)(raw);
  if (observation === undefined) throw new Error('the record was rejected');
  return { observation, removed };
}
const sanitize = (definition: Definition, payload: unknown) =>
  sanitized(definition, aRawRecord({ payload, application: definition.application }));

const nothing = {};
const removing = (removed: object) => ({ ...{ unregistered: [], misfit: [], personalData: [] }, ...removed });

describe('the payload', () => {
  it.each<[name: string, fields: Record<string, object>, payload: unknown, kept: unknown, removed: object]>([
    ['keeps what is registered', { '/count': { type: 'integer' } }, { count: 2 }, { count: 2 }, nothing],
    [
      'removes what is not registered',
      { '/count': { type: 'integer' } },
      { count: 2, hostname: 'db1' },
      { count: 2 },
      { unregistered: ['/hostname'] },
    ],
    ['removes what does not fit', { '/count': { type: 'integer', max: 3 } }, { count: 4 }, {}, { misfit: ['/count'] }],
    [
      'takes a dropped field without keeping it',
      { '/a': { type: 'integer' }, '/b': { type: 'string', sanitise: 'drop' } },
      { a: 1, b: 'x' },
      { a: 1 },
      nothing,
    ],
    [
      'keeps the nesting',
      { '/workers/hosts': { type: 'integer' } },
      { workers: { hosts: 1 } },
      { workers: { hosts: 1 } },
      nothing,
    ],
    [
      'names an unregistered path by its topmost segment',
      { '/workers/hosts': { type: 'integer' } },
      { workers: { names: { jane: 1 } }, plugins: { a: { b: 1 } } },
      {},
      { unregistered: ['/workers/names', '/plugins'] },
    ],
    [
      'does not show keys that may be data',
      { '/count': { type: 'integer' } },
      { 'jane@example.org': 1, '10.0.0.1': 1, 'db1.corp.example': 1, [crypto.randomUUID()]: 1, '': 1 },
      {},
      { unregistered: ['/*', '/*', '/*', '/*', '/*'] },
    ],
    [
      'unescapes a pointer',
      { '/a~1b/~0c': { type: 'integer' } },
      { 'a/b': { '~c': 1 } },
      { 'a/b': { '~c': 1 } },
      nothing,
    ],
    [
      'keeps every key of a map',
      { '/m/*': { type: 'integer' } },
      { m: { a: 1, 'b-c.d': 2 } },
      { m: { a: 1, 'b-c.d': 2 } },
      nothing,
    ],
    [
      'keeps no odd key of a map',
      { '/m/*': { type: 'integer' } },
      { m: { 'jane doe': 1, [`${'x'.repeat(65)}`]: 2 } },
      {},
      { unregistered: ['/m/*', '/m/*'] },
    ],
    [
      'keeps the listed keys of a map only',
      { '/m/*': { type: 'integer', keys: ['rpm', 'de b'] } },
      { m: { rpm: 1, 'de b': 2, ansible: 3 } },
      { m: { rpm: 1, 'de b': 2 } },
      { unregistered: ['/m/ansible'] },
    ],
    [
      'counts a misfit in a map under the pointer, not under the key',
      { '/m/*': { type: 'integer' } },
      { m: { jane: 'x' } },
      {},
      { misfit: ['/m/*'] },
    ],
    [
      'looks below a map',
      { '/m/*/version': { type: 'version' }, '/m/rpm/count': { type: 'integer' } },
      { m: { rpm: { version: '1.0', count: 1 }, deb: { version: '2.0', count: 2 } } },
      { m: { rpm: { version: '1.0', count: 1 }, deb: { version: '2.0' } } },
      { unregistered: ['/m/*/count'] },
    ],
    [
      'prefers the exact pointer to the wildcard',
      { '/m/*': { type: 'version' }, '/m/count': { type: 'integer' } },
      { m: { rpm: '1.0', count: 1 } },
      { m: { rpm: '1.0', count: 1 } },
      nothing,
    ],
    [
      'keeps no key of which nothing else is kept',
      { '/m/*/version': { type: 'version' } },
      { m: { jane: { version: 'x' }, joe: {} } },
      {},
      { misfit: ['/m/*/version'] },
    ],
    [
      'takes no array, text or null for an object',
      { '/a/x': { type: 'integer' }, '/b/*': { type: 'integer', keys: ['x'] }, '/c/0': { type: 'integer' } },
      { a: null, b: [1, 2], c: [1] },
      {},
      { unregistered: ['/a', '/b', '/c'] },
    ],
    ['takes no object for a value', { '/a': { type: 'string' } }, { a: { b: 1 } }, {}, { misfit: ['/a'] }],
    ['takes nothing of an array', { '/0': { type: 'integer' } }, [1], {}, { unregistered: ['/'] }],
    ['takes nothing of null', { '/a': { type: 'integer' } }, null, {}, { unregistered: ['/'] }],
  ])('%s', (_, fields, payload, kept, removed) => {
    const { observation, removed: removedThen } = sanitize(defined(fields), payload);
    expect(observation.payload).toStrictEqual(kept);
    expect(removedThen).toStrictEqual(removing(removed));
  });

  it('is rejected as a whole where the definition says so, and still says what was found', () => {
    const definition = defined({ '/note': { type: 'string' } }, { personal_data_found: 'reject' });
    const of = (note: string) =>
      compile(definition, pseudonyms)(aRawRecord({ payload: { note }, application: 'example' }));
    expect(of('all is well').observation?.payload).toStrictEqual({ note: 'all is well' });
    expect(of('ask jane@example.org')).toStrictEqual({
      observation: undefined,
      removed: removing({ personalData: [{ pointer: '/note', kind: 'email' }] }),
    });
  });

  it('is not misled by __proto__ or by inherited names', () => {
    const fields = { '/m/*/n': { type: 'integer' }, '/count': { type: 'integer' } };
    const text = '{"__proto__":{"count":1},"m":{"__proto__":{"n":1},"constructor":{"n":2,"__proto__":{"n":3}}}}';
    const { observation, removed } = sanitize(defined(fields), JSON.parse(text));
    expect(JSON.stringify(observation.payload)).toBe('{"m":{"constructor":{"n":2}}}');
    expect(Object.getPrototypeOf(observation.payload)).toBe(Object.prototype);
    expect(Object.getPrototypeOf(observation.payload.m)).toBe(Object.prototype);
    expect(removed.unregistered).toStrictEqual(['/__proto__', '/m/__proto__', '/m/*/__proto__']);
  });
});

describe('a definition that contradicts itself does not compile', () => {
  it.each([
    [{ '/a': { type: 'integer' }, '/a/b': { type: 'integer' } }],
    [{ '/a/*': { type: 'integer' }, '/a/b/c': { type: 'integer' } }],
    [{ '/a/__proto__': { type: 'integer' } }],
    [{ '/a/*': { type: 'integer', keys: ['__proto__'] } }],
  ])('%j', (fields) => {
    expect(() => compile(defined(fields), pseudonyms)).toThrow(/hold \S+ at once|parent of|__proto__/);
  });
});

describe('the record', () => {
  it('has the key in place of the id, and everything else as it was', () => {
    const raw = aRawRecord({ application: 'example', system_id: 'secret-id', clock_clamped: true, payload: {} });
    const { system_id, payload, ...rest } = raw;
    const { observation } = sanitized(aDefinition(), raw);
    expect(observation).toStrictEqual({ ...rest, system_key: `#example:${system_id}`, payload });
  });

  it('keeps the id where the definition says so', () => {
    const definition = aDefinition({ record: { system_id: '/id', system_key: 'keep', late_window: '2d' } });
    expect(sanitized(definition, aRawRecord({ system_id: 'open-id' })).observation.system_key).toBe('open-id');
  });

  it('gives a hashed system id in the payload the same text as the system key', () => {
    const trento = shippedDefinitions().find('trento', 'host_telemetry') as Definition;
    const { observation } = sanitized(trento);
    expect(observation.payload.agent_id).toBe(observation.system_key);
  });

  it('changes nothing of its input', () => {
    const raw = aRawRecord({ payload: { version: '1.0', count: 'x', extra: { deep: [1] } } });
    const before = structuredClone(raw);
    compile(aDefinition(), pseudonyms)(raw);
    expect(raw).toStrictEqual(before);
  });
});
