import { createRegister, type Definition } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { admit, changesOf, replaceable } from '../src/live-register.ts';

const anything = () => {};
const folder = (...definitions: Definition[]) => ({
  files: definitions.map((definition) => ({ file: 'a.yaml', definition, placeOf: () => undefined })),
  problems: [],
});
const a = aDefinition({ application: 'a' });
const b = aDefinition({ application: 'b' });
const inForce = createRegister([a, b]);

describe('admit', () => {
  it('keeps the objects of definitions that mean the same', () => {
    const admission = admit(folder(structuredClone(a), { ...b, title: 'Changed' }), 'production', anything, inForce);
    const definitions = 'register' in admission ? admission.register.definitions : [];
    expect(definitions[0]).toBe(a);
    expect(definitions[1]).not.toBe(b);
    expect(definitions[1]?.title).toBe('Changed');
  });

  it('refuses everything for one bad file, and says all that is wrong', () => {
    const problem = { file: 'x.yaml', place: { line: 1, column: 2 }, path: [], message: 'is no YAML' };
    const prove = ({ application }: Definition) => {
      if (application === 'b') throw new Error('cannot be compiled');
    };
    const read = { ...folder(a, b), problems: [problem] };
    expect(admit(read, 'production', prove, inForce)).toEqual({
      problems: ['x.yaml:1:2: is no YAML', 'a.yaml: cannot be compiled'],
    });
  });

  it.each(['approved', 'retired'] as const)('refuses that a definition is gone which was %s', (status) => {
    const admission = admit(folder(a), 'production', anything, createRegister([a, { ...b, status }]));
    expect(admission).toEqual({ problems: ['b/status is gone; a definition is retired, not removed'] });
  });

  it('lets a draft go, and a definition be retired', () => {
    const draft = { ...b, status: 'draft' as const };
    expect(admit(folder(a), 'production', anything, createRegister([a, draft]))).toHaveProperty('register');
    const retired = { ...b, status: 'retired' as const };
    expect(admit(folder(a, retired), 'production', anything, inForce)).toHaveProperty('register');
  });
});

describe('a change of the shape of points', () => {
  const changed = (given: object, influx: object = {}) =>
    aDefinition({
      application: 'a',
      fields: {
        '/id': { type: 'string', sanitise: 'hash' },
        '/version': { type: 'version' },
        '/count': { type: 'integer' },
        ...given,
      },
      influx: { ...a.influx, ...influx },
    });
  const admitted = (definition: Definition, before = a) =>
    admit(folder(definition), 'production', anything, createRegister([before]));

  it.each<[string, Definition]>([
    ['another type of a field', changed({ '/count': { type: 'number' } })],
    ['another tag', changed({}, { tags: ['/id', '/version'], fields: ['/count'] })],
    ['another measurement that forgets the one before', changed({}, { measurement: 'another' })],
    ['a field that goes', changed({}, { fields: ['/version'] })],
  ])('does not come into force: %s', (_, definition) => {
    expect(admitted(definition)).toEqual({ problems: [expect.stringMatching(/^a\.yaml: influx\./)] });
    // Of a draft nothing is there yet.
    expect(admitted(definition, { ...a, status: 'draft' })).toHaveProperty('register');
  });

  it('comes into force under another name', () => {
    const names = { names: { '/count': 'count_float' }, former_fields: { count: 'integer' } };
    expect(admitted(changed({ '/count': { type: 'number' } }, names))).toHaveProperty('register');
    const moved = { measurement: 'another', former_measurements: ['a_status'] };
    expect(admitted(changed({ '/count': { type: 'number' } }, moved))).toHaveProperty('register');
  });
});

describe('a register that is replaced', () => {
  it('is the new one in everything, for whoever holds it', () => {
    const register = replaceable(inForce);
    const changed = { ...a, title: 'Changed', record: { ...a.record, late_window: 7 * 86_400_000 } };
    const draft = aDefinition({ application: 'c', status: 'draft' });
    register.replace(createRegister([changed, draft], 'development'));
    expect(register).toMatchObject({
      mode: 'development',
      definitions: [changed, draft],
      longestLateWindow: 7 * 86_400_000,
    });
    expect(register.find('a', 'status')).toBe(changed);
    expect(register.route('b', 'status', 0)).toEqual({ refused: 'unknown_application' });
    expect(register.mayProcess(draft)).toBe(true);
  });

  it('tells what a change has changed', () => {
    const c = aDefinition({ application: 'c' });
    expect(changesOf(inForce, createRegister([{ ...a, title: 'Changed' }, c]))).toEqual({
      added: ['c/status'],
      changed: ['a/status'],
      removed: ['b/status'],
    });
  });
});
