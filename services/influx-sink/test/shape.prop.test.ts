import { Definition, type Edit, shapeConflicts } from '@heliograph/schema';
import { aDefinition, anObservation, propertyRuns } from '@heliograph/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { type Point, pointsOf } from '../src/points.ts';

type Given = z.input<typeof Definition>;
const base = aDefinition();
const POINTERS = ['/id', '/a', '/b', '/m/*', '/m/x', '/m_y', '/m/x_y'] as const;
const VALUES = { integer: 1, number: 0.5, boolean: true, string: 'text' } as const;
type Type = keyof typeof VALUES;

const typesOf = fc.record(
  Object.fromEntries(POINTERS.map((p) => [p, fc.constantFrom(...(Object.keys(VALUES) as Type[]))])),
);
const partsOf = fc.record(Object.fromEntries(POINTERS.map((p) => [p, fc.constantFrom('tags', 'fields', 'none')])));
const shapeOf = fc.record({
  types: typesOf,
  parts: partsOf,
  keys: fc.constantFrom(undefined, ['x', 'y'], ['x']),
  names: fc.constantFrom<Record<string, string>>({}, { '/a': 'b' }, { '/b': 'renamed' }),
  measurement: fc.constantFrom('m', 'm', 'm', 'n'),
});
type Shape = typeof shapeOf extends fc.Arbitrary<infer S> ? S : never;

/** A definition of a few fields whose names may meet, each a tag, a field of a point, or neither; not always a valid one. */
function definitionOf({ types, parts, keys, names, measurement }: Shape): Given {
  const fields = Object.fromEntries(
    POINTERS.map((p) => [p, { type: p === '/id' ? 'string' : types[p], ...(p === '/m/*' && keys ? { keys } : {}) }]),
  );
  const listed = (part: string) => POINTERS.filter((p) => parts[p] === part);
  const used = Object.fromEntries(Object.entries(names).filter(([p]) => parts[p] !== 'none'));
  const influx = { measurement, tags: listed('tags'), fields: listed('fields'), names: used };
  const record = { system_id: '/id', system_key: 'keep', late_window: '2d' };
  return { ...base, record, retention: '30d', fields, influx } as unknown as Given;
}

const isValid = (given: Given) => Definition.safeParse(given).success;
/** A definition, and what becomes of it where some of its parts are changed. */
const changes = fc
  .tuple(
    shapeOf,
    shapeOf,
    fc.subarray([...POINTERS], { maxLength: 2 }),
    fc.subarray(['keys', 'names', 'measurement'] as const),
  )
  .map(([was, other, pointers, parts]): [Given, Given] => {
    const some = (mine: Record<string, string>, others: Record<string, string>) => ({
      ...mine,
      ...Object.fromEntries(pointers.map((p) => [p, others[p] ?? ''])),
    });
    const is = { ...was, types: some(was.types, other.types), parts: some(was.parts, other.parts) };
    return [
      definitionOf(was),
      definitionOf({ ...is, ...Object.fromEntries(parts.map((part) => [part, other[part]])) } as Shape),
    ];
  })
  .filter((pair) => pair.every(isValid));

/** A payload as the sanitizer lets it through: every value is of the type of the narrowest pointer to it. */
function payloadOf({ fields }: Definition) {
  const value = (pointer: string) => VALUES[(fields[pointer]?.type ?? 'string') as Type];
  const m = { x: value('/m/x'), y: value('/m/*'), x_y: value('/m/x_y') };
  return { id: 'k', a: value('/a'), b: value('/b'), m, m_y: value('/m_y') };
}

/** What stands for what: tags, and the type of each field. */
function columnsOf({ tags, fields }: Point): [string, string][] {
  const types = [...fields].map(([name, { type }]): [string, string] => [name, type]);
  return [...[...tags.keys()].map((name): [string, string] => [name, 'tag']), ...types];
}

function withEdits(given: Given, edits: readonly Edit[]): Given {
  const edited = structuredClone(given);
  for (const { path, value } of edits) {
    const [, key = '', name] = path;
    const influx = edited.influx as Record<string, unknown>;
    influx[key] = name === undefined ? value : { ...(influx[key] as object | undefined), [name]: value };
  }
  return edited;
}

const pointOf = (definition: Definition, payload: object) =>
  pointsOf(definition)(
    anObservation({ id: '018f4e9a-0000-7000-8000-0000000000aa', system_key: 'k', payload: { ...payload } }),
  );

/** The changed definition with the edits that are asked for, as often as some are. */
function migrated(before: Definition, is: Given): Definition {
  let given = is;
  for (let round = 0; round < 5; round += 1) {
    const conflicts = shapeConflicts(before, Definition.parse(given));
    if (conflicts.length === 0) return Definition.parse(given);
    const another = conflicts.find(({ edits }) => edits.some(({ path }) => path[1] === 'measurement'));
    given = withEdits(given, another?.edits ?? conflicts.flatMap(({ edits }) => edits));
  }
  throw new Error('five rounds were not enough');
}

it('a change with the edits that it asks for makes no point that InfluxDB would refuse, and no second one of a report', () => {
  const met = { unchanged: 0, renamed: 0, moved: 0 };
  fc.assert(
    fc.property(changes, ([was, is]) => {
      const before = Definition.parse(was);
      const after = migrated(before, is);
      if (before.influx.measurement !== after.influx.measurement) {
        met.moved += 1;
        return;
      }
      met[after.influx.former_fields === undefined ? 'unchanged' : 'renamed'] += 1;
      const stood = new Map(columnsOf(pointOf(before, payloadOf(before))));
      for (const [name, as] of columnsOf(pointOf(after, payloadOf(after)))) expect(stood.get(name) ?? as).toBe(as);
      const [first, again] = [before, after].map((definition) => pointOf(definition, payloadOf(before)));
      expect([again?.tags, again?.timestampNs]).toEqual([first?.tags, first?.timestampNs]);
    }),
    { numRuns: propertyRuns(1000) },
  );
  expect(Math.min(...Object.values(met))).toBeGreaterThan(20);
});
