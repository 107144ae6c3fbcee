import { Observation, pointerSegments } from '@heliograph/schema';
import { aDefinition, aRawRecord, jsonPayloads, readablePseudonyms } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../src/sanitize.ts';

const fields: NonNullable<NonNullable<Parameters<typeof aDefinition>[0]>['fields']> = {
  '/version': { type: 'version' },
  '/count': { type: 'integer', min: 0, max: 100, nullable: true },
  '/flavor': { type: 'enum', values: ['a', 'b'], otherwise: 'other' },
  '/workers/hosts': { type: 'integer' },
  '/workers/note': { type: 'string', sanitise: 'drop' },
  '/plugins/*': { type: 'version', keys: ['rpm', 'deb'] },
  '/nodes/*/version': { type: 'version' },
  '/nodes/*/up': { type: 'boolean' },
  '/disks/*/size': { type: 'integer', bucket: 'powers_of_two' },
  '/note': { type: 'string', max_length: 40, too_long: 'cut' },
};

const definition = aDefinition({
  fields,
  influx: { measurement: 'status', tags: [], fields: ['/version'] },
});

/** Of a definition that redacts, which therefore gives an observation of every record. */
function sanitized(by: typeof definition, payload: unknown) {
  const { observation, removed } = compile(
    by,
    readablePseudonyms(() => 'key'),
  )(aRawRecord({ payload }));
  if (observation === undefined) throw new Error('a record is missing');
  return { observation, removed };
}
const sanitize = (payload: unknown) => sanitized(definition, payload);

const segment = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...new Set(Object.keys(fields).flatMap(pointerSegments)), 'rpm', 'deb') },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'extra', 'x y') },
);
const scalar = fc.constantFrom('1.2', '15-SP2', 'a', 'z', 'see jane@example.org', null, true, 7, 1e9);
const value = fc.oneof(scalar, fc.jsonValue({ maxDepth: 1 }), fc.array(fc.oneof(scalar, fc.record({ size: scalar }))));

/** Payloads that are nearly right: registered names in the wrong and in the right places. */
function nearMisses(leaf: fc.Arbitrary<unknown>, key: fc.Arbitrary<string>): fc.Arbitrary<Record<string, unknown>> {
  const objects = (inner: fc.Arbitrary<unknown>) =>
    fc.array(fc.tuple(key, inner), { maxLength: 6 }).map((entries) => Object.fromEntries(entries));
  return objects(fc.oneof(leaf, objects(fc.oneof(leaf, objects(leaf)))));
}

const payloads = fc.oneof(nearMisses(value, segment), jsonPayloads(), fc.jsonValue());

/** The paths of all values that are no objects or arrays, each as a list of keys. */
function leaves(node: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof node !== 'object' || node === null) return [path];
  return Object.entries(node).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function isRegistered(path: readonly string[]): boolean {
  return Object.keys(fields).some((pointer) => {
    const segments = pointerSegments(pointer);
    return segments.length === path.length && segments.every((s, i) => s === '*' || s === path[i]);
  });
}

const withoutEmpty = (node: unknown): unknown => {
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, inner]) => [key, withoutEmpty(inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => JSON.stringify(inner) !== '{}'));
};

describe('whatever the payload', () => {
  it('what comes out is an observation that holds registered paths only', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const { observation } = sanitize(payload);
        expect(Observation.parse(JSON.parse(JSON.stringify(observation)))).toStrictEqual(observation);
        expect(leaves(observation.payload).filter((path) => path.length > 0 && !isRegistered(path))).toStrictEqual([]);
      }),
    );
  });

  it('what has been sanitised stays as it is when sanitised again', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const once = sanitize(payload).observation.payload;
        const twice = sanitize(once);
        expect(twice.observation.payload).toStrictEqual(once);
        expect(twice.removed).toStrictEqual({ unregistered: [], misfit: [], personalData: [] });
      }),
    );
  });

  it('nothing is missing that was not counted', () => {
    const allKept = aDefinition({
      fields: {
        '/version': { type: 'version' },
        '/nodes/*/up': { type: 'boolean' },
        '/workers/hosts': { type: 'integer' },
      },
      influx: { measurement: 'status', tags: [], fields: ['/version'] },
    });
    const clean = fc.record(
      {
        version: fc.constantFrom('1.2', 'x', null),
        nodes: fc.dictionary(fc.constantFrom('a', 'b', 'c d'), fc.record({ up: fc.constantFrom(true, false, 'no') })),
        workers: nearMisses(fc.integer(), segment),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(clean, (payload) => {
        const { observation, removed } = sanitized(allKept, payload);
        const complete = JSON.stringify(observation.payload) === JSON.stringify(withoutEmpty(payload));
        const counted = removed.unregistered.length + removed.misfit.length > 0;
        expect(complete || counted).toBe(true);
      }),
    );
  });

  it('a text planted where nothing or no text is registered never comes out', () => {
    const { '/note': _, ...others } = definition.fields;
    const withoutText = { ...definition, fields: others };
    const planted = 'Jane Doe <jane@example.org>';
    const withPlant = nearMisses(
      fc.oneof(value, fc.constantFrom(planted, [planted], { [planted]: planted })),
      fc.oneof({ weight: 9, arbitrary: segment }, { weight: 1, arbitrary: fc.constant(planted) }),
    );
    fc.assert(
      fc.property(withPlant, (payload) => {
        expect(JSON.stringify(sanitized(withoutText, payload))).not.toContain('Jane');
      }),
    );
  });
});
