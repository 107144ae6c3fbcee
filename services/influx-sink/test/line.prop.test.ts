import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toLine } from '../src/line.influx.ts';
import type { FieldValue, Point } from '../src/points.ts';
import { parseLine } from './line-protocol.ts';

const awkward = fc.string({ unit: fc.constantFrom('\\', ',', ' ', '=', '"', '\n', '\r', '\t', 'a', 'ä', '😀', '#') });
const text = fc.oneof(
  awkward,
  fc.string({ unit: 'binary' }).map((s) => s.toWellFormed()),
);
const name = text.filter((s) => s !== '' && s !== '__proto__');

const field: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.maxSafeInteger().map((value): FieldValue => ({ type: 'integer', value })),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value): FieldValue => ({ type: 'float', value: value + 0 })),
  fc.boolean().map((value): FieldValue => ({ type: 'boolean', value })),
  text.map((value): FieldValue => ({ type: 'string', value })),
);

const points: fc.Arbitrary<Point> = fc.record({
  measurement: fc.constant('host_telemetry'),
  tags: fc.array(fc.tuple(name, name), { maxLength: 4 }).map((entries) => new Map(entries)),
  fields: fc.array(fc.tuple(name, field), { minLength: 1, maxLength: 5 }).map((entries) => new Map(entries)),
  timestampNs: fc.bigInt({ min: -(2n ** 63n) + 2n, max: 2n ** 63n - 2n }),
});

/** What InfluxDB can hold of a name or a tag. */
const held = (s: string) => s.replace(/\p{Cc}|\\$/gu, '\uFFFD');

describe('toLine', () => {
  it('reads back as the point, with U+FFFD for what a name or a tag cannot hold', () => {
    fc.assert(
      fc.property(points, (point) => {
        const read = parseLine(toLine(point));
        expect(read.measurement).toBe(point.measurement);
        expect(read.timestampNs).toBe(point.timestampNs);
        expect(read.tags).toEqual(new Map([...point.tags].map(([k, v]) => [held(k), held(v)])));
        expect(read.fields).toEqual(new Map([...point.fields].map(([k, v]) => [held(k), v])));
      }),
    );
  });

  it('keeps two system ids apart that differ in their last backslashes only', () => {
    const lines = ['a', 'a\\', 'a\\\\', 'a/'].map((id) =>
      toLine({
        measurement: 'm',
        tags: new Map([['system_key', id]]),
        fields: new Map([['reports', { type: 'integer', value: 1 }]]),
        timestampNs: 1n,
      }),
    );
    expect(new Set(lines).size).toBe(4);
  });
});
