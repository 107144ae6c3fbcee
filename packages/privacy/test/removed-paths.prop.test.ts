import { Observation } from '@heliograph/schema';
import { aDefinition, aRawRecord, jsonPayloads, readablePseudonyms } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedPaths } from '../src/removed-paths.ts';
import { compile } from '../src/sanitize.ts';

const long = (letter: string, length: number) => letter.repeat(length);

/** Registered: a field, a map of open keys, and names so long that a path below them does not fit. */
const definition = aDefinition({
  fields: {
    '/version': { type: 'version' },
    '/nodes/*/up': { type: 'boolean' },
    [`/${long('a', 120)}/${long('b', 70)}/${long('c', 5)}/n`]: { type: 'integer' },
  },
  influx: { measurement: 'status', tags: [], fields: ['/version'] },
});

function removedFrom(payload: unknown) {
  const { observation, removed } = compile(
    definition,
    readablePseudonyms(() => 'key'),
  )(aRawRecord({ payload }));
  if (observation === undefined) throw new Error('a record is missing');
  return { observation, all: removed.unregistered };
}

const SECRET = 'c0ffee12-secret';
const key = fc.oneof(
  fc.constantFrom('version', 'nodes', 'a', 'up', long('a', 120), long('b', 70), long('c', 5)),
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,40}$/),
  fc.string(),
  fc.constantFrom('jane@example.org', '10.1.2.3', 'db1.corp.example', '7c9e6679-7425-40de-944b-e07fc1f90ae7'),
);
const leaf = fc.constantFrom(SECRET, [SECRET], 7, null);
const objects = (inner: fc.Arbitrary<unknown>, maxLength: number) =>
  fc.array(fc.tuple(key, inner), { maxLength }).map((entries): unknown => Object.fromEntries(entries));
const payloads = fc.oneof(objects(fc.oneof(leaf, objects(fc.oneof(leaf, objects(leaf, 4)), 4)), 40), jsonPayloads());

describe('the paths that travel with an observation', () => {
  it('are at most 20, none longer than 200, none twice, in order, whatever was sent', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const { observation, all } = removedFrom(payload);
        const paths = observation.removed ?? [];
        expect(Observation.safeParse(observation).success).toBe(true);
        expect('removed' in observation).toBe(all.length > 0);
        expect(paths).toStrictEqual([...new Set(paths)].toSorted());
        const leadsTo = (path: string, one: string) => one === path || one.startsWith(`${path}/`);
        for (const path of paths) expect(all.some((one) => leadsTo(path, one))).toBe(true);
        // None is left out before there are twenty.
        if (paths.length < 20) for (const one of all) expect(paths.some((path) => leadsTo(path, one))).toBe(true);
      }),
      { examples: [[Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`field_${i}`, i]))]] },
    );
  });

  it('never hold a value, nor a key in which a tripwire finds something', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const text = (removedFrom(payload).observation.removed ?? []).join(' ');
        for (const planted of [SECRET, 'jane', '10.1.2.3', 'corp', '7c9e6679']) expect(text).not.toContain(planted);
      }),
    );
  });

  it('do not depend on the order in which they were sent', () => {
    const shuffled = fc
      .array(fc.stringMatching(/^\/[a-z]{1,3}$/), { maxLength: 40 })
      .chain((paths) => fc.tuple(fc.constant(paths), fc.shuffledSubarray(paths, { minLength: paths.length })));
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(boundedPaths(other)).toStrictEqual(boundedPaths(one));
      }),
    );
  });

  it('name a parent where a path is too long', () => {
    const [outer, inner] = [long('a', 120), long('b', 70)];
    const tooLong = { [outer]: { [inner]: { [long('c', 5)]: { one: 1, another_name: 2 } } } };
    expect(removedFrom(tooLong).observation.removed).toStrictEqual([`/${outer}/${inner}/ccccc`]);
    expect(boundedPaths([`/${long('x', 250)}`, '/short'])).toStrictEqual(['/*', '/short']);
  });
});
