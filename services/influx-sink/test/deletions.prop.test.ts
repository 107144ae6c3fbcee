import { receiptOf } from '@heliograph/runtime';
import { Observation, SystemRequest } from '@heliograph/schema';
import { aDefinition, anObservation, shippedDefinitions } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Deletion, erasureOf } from '../src/deletions.ts';
import { type Point, pointsOf } from '../src/points.ts';

const erasure = (given: Partial<Record<keyof SystemRequest, unknown>> = {}) =>
  SystemRequest.parse({
    request: 'erasure',
    receipt: receiptOf('x'),
    application: 'example',
    received_at: '2026-11-21T10:00:00.000Z',
    system_keys: ['a'],
    ...given,
  });

const hits = (deletions: readonly Deletion[], { measurement, tags }: Point) =>
  deletions.some((one) => one.measurement === measurement && 'tag' in one && tags.get(one.tag[0]) === one.tag[1]);

describe('an erasure', () => {
  /** Every way in which an id may come to its tags: hashed, kept, shortened, as no tag at all; with other tags beside it. */
  const definitions = fc
    .record({
      id: fc.constantFrom(
        { type: 'string', sanitise: 'hash' },
        { type: 'string', sanitise: 'keep' },
        { type: 'string', sanitise: 'keep', max_length: 2, too_long: 'cut' },
        { type: 'string', sanitise: 'keep', mask: { first: 1 } },
        { type: 'version', sanitise: 'keep', truncate: 'x' },
      ),
      tags: fc.subarray(['/id', '/other', '/map/*']),
    })
    .map(({ id, tags }) =>
      aDefinition({
        record: { system_id: '/id', system_key: 'keep', late_window: '2d' },
        fields: {
          '/id': id,
          '/other': { type: 'string' },
          '/map/*': { type: 'string' },
          '/note': { type: 'string' },
        } as never,
        influx: { measurement: 'status', tags, fields: ['/note'] },
      }),
    );
  const key = fc.constantFrom('a', 'b', 'ab');

  it('takes every point of the system and none of another, whatever their payloads hold', () => {
    fc.assert(
      fc.property(definitions, key, key, key, key, (definition, of, wanted, other, inMap) => {
        // What is kept or hashed whole is the system’s own; what was shortened may be anybody’s.
        const field = definition.fields['/id'];
        const whole = field?.type === 'string' && field.mask === undefined && field.too_long === 'remove';
        const payload = { id: whole ? of : other, other, map: { x: inMap } };
        const point = pointsOf(definition)(
          anObservation({ application: 'example', telemetry_type: 'status', system_key: of, payload }),
        );
        const deletions = erasureOf(erasure({ system_keys: [wanted] }), [definition]);
        expect(hits(deletions, point)).toBe(of === wanted);
      }),
    );
  });

  it('is of all keys and all telemetry types of the application, whatever their status, or of the one it names', () => {
    const status = aDefinition();
    const usage = aDefinition({
      telemetry_type: 'usage',
      status: 'retired',
      influx: { ...status.influx, measurement: 'usage' },
    });
    const foreign = aDefinition({ application: 'foreign' });
    const all = [status, usage, foreign];
    const measured = (given: object) => erasureOf(erasure(given), all).map(({ measurement }) => measurement);
    expect([...new Set(measured({}))]).toEqual(['status', 'usage']);
    expect([...new Set(measured({ telemetry_type: 'usage' }))]).toEqual(['usage']);
    expect(erasureOf(erasure({ application: 'none' }), all)).toEqual([]);
    const keys = erasureOf(erasure({ system_keys: ['a', 'b'] }), [status]).flatMap((one) =>
      'tag' in one ? one.tag[1] : [],
    );
    expect(new Set(keys)).toEqual(new Set(['a', 'b']));
  });

  it('finds the points from when the definition made a tag of the id, which it no longer does', () => {
    const before = aDefinition();
    const point = pointsOf(before)(anObservation({ system_key: 'a', payload: { id: 'a' } }));
    expect(point.tags.has('system_key')).toBe(false);
    const influx = { ...before.influx, tags: [] };
    const untagged = aDefinition({ influx });
    const dropped = aDefinition({
      influx,
      fields: {
        '/id': { type: 'string', sanitise: 'drop' },
        '/version': { type: 'version' },
        '/count': { type: 'integer' },
      },
    });
    for (const after of [untagged, dropped]) expect(hits(erasureOf(erasure(), [after]), point)).toBe(true);
  });

  it('finds the points from when the measurement, or the tag of the id, had another name', () => {
    const before = aDefinition();
    const point = pointsOf(before)(anObservation({ system_key: 'a', payload: { id: 'a' } }));
    const record = { system_id: '/host', late_window: '2d' };
    const influx = { measurement: 'renamed', tags: ['/host'], fields: ['/count'] };
    const fields = { '/host': { type: 'string', sanitise: 'hash' }, '/count': { type: 'integer' } } as const;
    const after = (former: object) => aDefinition({ record, fields, influx: { ...influx, ...former } });
    const [measurements, tags] = [{ former_measurements: ['status'] }, { former_system_tags: ['id'] }];
    expect(hits(erasureOf(erasure(), [after({ ...measurements, ...tags })]), point)).toBe(true);
    for (const part of [measurements, tags]) expect(hits(erasureOf(erasure(), [after(part)]), point)).toBe(false);
  });

  it('finds the points of shipped definitions by the tag of the id', () => {
    const definition = shippedDefinitions().find('trento', 'host_telemetry');
    if (definition === undefined) throw new Error('a shipped definition is missing');
    const point = pointsOf(definition)(Observation.parse(anObservation()));
    expect(point.tags.has('system_key')).toBe(false);
    expect(
      hits(
        erasureOf(erasure({ application: 'trento', system_keys: [point.tags.get('agent_id')] }), [definition]),
        point,
      ),
    ).toBe(true);
  });
});
