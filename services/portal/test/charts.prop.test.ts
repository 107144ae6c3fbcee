import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areaPath, linePath } from '../src/charts/lines.tsx';
import { WIDTH } from '../src/charts/plot.tsx';

const values = fc.array(fc.option(fc.integer({ min: 0, max: 100 })), { maxLength: 60 });
const y = (value: number) => 100 - value;
const runsOf = (of: readonly (number | null)[]) =>
  of.filter((value, i) => value !== null && (of[i - 1] ?? null) === null).length;
const partsOf = (path: string) => path.match(/M/g)?.length ?? 0;

it('a line has as many parts as there are stretches without a gap', () => {
  fc.assert(
    fc.property(values, (of) => {
      expect(partsOf(linePath(of, y))).toBe(runsOf(of));
    }),
  );
});

it('so has an area, and neither leaves the picture', () => {
  fc.assert(
    fc.property(values, (of) => {
      const floor = of.map((value) => (value === null ? null : 0));
      const path = areaPath(floor, of, y);
      expect(partsOf(path)).toBe(runsOf(of));
      const [x, height] = [0, 1].map((place) =>
        [...path.matchAll(/([\d.-]+),([\d.-]+)/g)].map((at) => Number(at[place + 1])),
      );
      for (const at of x ?? []) expect(at >= 0 && at <= WIDTH).toBe(true);
      for (const at of height ?? []) expect(at >= 0 && at <= 100).toBe(true);
    }),
  );
});

it('every value of a line is at its place', () => {
  fc.assert(
    fc.property(values, (of) => {
      const places = [...linePath(of, y).matchAll(/[ML](\d+),([\d.]+)/g)].map(([, x, at]) => [Number(x), Number(at)]);
      const expected = of.flatMap((value, i) =>
        value === null ? [] : [[Math.round(((i + 0.5) * WIDTH) / of.length), y(value)]],
      );
      expect(places).toEqual(expected);
    }),
  );
});
