import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochNanos, parseDuration, parseRfc3339, utcDay } from '../src/index.ts';

describe('parseRfc3339', () => {
  it.each([
    ['2021-11-23T11:04:02.462687463+01:00', 1637661842462687463n],
    ['1970-01-01T00:00:00Z', 0n],
    ['1970-01-01t00:00:00z', 0n],
    ['1970-01-01T00:00:00-00:00', 0n],
    ['1970-01-01T00:00:00.000000001Z', 1n],
    ['1970-01-01T00:00:00.1Z', 100_000_000n],
    ['1970-01-01T05:45:00+05:45', 0n],
    ['1969-12-31T14:00:00-10:00', 0n],
    ['1969-12-31T23:59:59.999999999Z', -1n],
    ['1969-12-31T23:59:59.9985Z', -1_500_000n],
    ['2016-12-31T23:59:60Z', 1483228800000000000n],
    ['2016-12-31T23:59:60.5Z', 1483228800500000000n],
    ['2024-02-29T00:00:00Z', 1709164800000000000n],
    ['2000-02-29T23:59:59+23:59', 951782459000000000n],
    ['0001-01-01T00:00:00Z', -62135596800000000000n],
    ['9999-12-31T23:59:59.999999999Z', 253402300799999999999n],
  ])('reads %s as %s nanoseconds', (text, nanos) => {
    const instant = parseRfc3339(text);
    expect(instant && epochNanos(instant)).toBe(nanos);
  });

  it.each([
    '',
    'now',
    '2021-11-23',
    '2021-11-23 11:04:02Z',
    '2021-11-23T11:04:02',
    '2021-11-23T11:04Z',
    '2021-11-23T11:04:02.Z',
    '2021-11-23T11:04:02,5Z',
    '2021-11-23T11:04:02.1234567891Z',
    '2021-11-23T11:04:02+0100',
    '2021-11-23T11:04:02+01',
    '2021-11-23T11:04:02+24:00',
    '2021-11-23T11:04:02+01:60',
    '2021-11-23T24:00:00Z',
    '2021-11-23T11:60:02Z',
    '2021-11-23T11:04:61Z',
    '2021-00-10T00:00:00Z',
    '2021-13-10T00:00:00Z',
    '2021-11-00T00:00:00Z',
    '2021-11-31T00:00:00Z',
    '2021-02-29T00:00:00Z',
    '2024-02-30T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '-2021-11-23T11:04:02Z',
    '+12021-11-23T11:04:02Z',
    ' 2021-11-23T11:04:02Z',
    '2021-11-23T11:04:02Z\n',
    '２０２１-11-23T11:04:02Z',
  ])('does not take %j', (text) => {
    expect(parseRfc3339(text)).toBeUndefined();
  });

  it('agrees with Date on every moment that Date can write, in any zone', () => {
    const zones = fc.integer({ min: -(23 * 60 + 59), max: 23 * 60 + 59 });
    const moments = fc.date({
      min: new Date('0002-01-01T00:00:00Z'),
      max: new Date('9998-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, zones, fc.nat({ max: 999_999 }), (date, zone, subMs) => {
        const local = new Date(date.getTime() + zone * 60_000).toISOString().slice(0, -1);
        const size = Math.abs(zone);
        const two = (n: number) => String(n).padStart(2, '0');
        const offset = `${zone < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
        const text = `${local}${String(subMs).padStart(6, '0')}${offset}`;
        expect(parseRfc3339(text)).toEqual({ epochMs: date.getTime(), subMs });
      }),
    );
  });

  it('gives whole milliseconds and the rest below one, or nothing, for any text', () => {
    const alike = fc.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/);
    fc.assert(
      fc.property(fc.oneof(alike, fc.string()), (text) => {
        const instant = parseRfc3339(text);
        if (instant === undefined) return;
        expect(Number.isSafeInteger(instant.epochMs)).toBe(true);
        expect(instant.subMs).toBeGreaterThanOrEqual(0);
        expect(instant.subMs).toBeLessThanOrEqual(999_999);
      }),
    );
  });
});

describe('utcDay', () => {
  it.each([
    ['2026-11-21T23:59:59.999Z', '2026-11-21'],
    ['2026-11-22T00:00:00.000Z', '2026-11-22'],
    ['2026-11-22T00:30:00.000+01:00', '2026-11-21'],
  ])('of %s is %s', (text, day) => {
    expect(utcDay(Date.parse(text))).toBe(day);
  });
});

describe('parseDuration', () => {
  it.each([
    ['5s', 5000],
    ['10m', 600_000],
    ['36h', 129_600_000],
    ['30d', 2_592_000_000],
    ['0d', 0],
  ])('reads %s as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '30', 'd', '-1d', '1.5h', '1w', '1 d', '1d12h', '1234567s', '1D'])('does not take %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
