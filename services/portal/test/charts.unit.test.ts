import { describe, expect, it } from 'vitest';
import { dateTicks, valueAxis } from '../src/charts/axis.ts';
import { ChurnChart, Histogram } from '../src/charts/columns.tsx';
import { LineChart } from '../src/charts/line-chart.tsx';
import { areaPath, linePath } from '../src/charts/lines.tsx';
import { StackChart } from '../src/charts/stack-chart.tsx';

const as = (value: number) => value;
const days = (count: number, from = Date.parse('2026-01-01')) =>
  Array.from({ length: count }, (_, i) => new Date(from + i * 86_400_000).toISOString().slice(0, 10));
const plain = (count: number) => Array.from({ length: count }, () => false);
const marks = (count: number) => ({ revised: plain(count), open: plain(count), few: plain(count) });
const frame = { id: 'p', title: 'A & B', description: 'what is seen', height: 100 };

describe('a gap', () => {
  it('is a gap of the line, and one value between two gaps is a dot', () => {
    expect(linePath([1, 2, null, 3, null], as)).toBe('M100,1L300,2M700,3Z');
  });

  it('is a gap of an area, which fills the width of its positions', () => {
    expect(areaPath([0, null], [5, null], as)).toBe('M0,5L250,5L500,5L500,0L250,0L0,0Z');
    expect(areaPath([0, null, 0], [5, 5, 5], as).match(/M/g)).toHaveLength(2);
  });

  it('is none where a value is 0', () => {
    expect(linePath([0, 0], as)).toBe('M250,0L750,0');
  });
});

describe('a stack', () => {
  const stack = StackChart({
    ...frame,
    starts: days(2),
    marks: marks(2),
    series: [
      { name: 'old', id: 0, values: [75, 25] },
      { name: 'new', id: 1, values: [25, 75] },
    ],
  }).toString();

  it('begins each part where the one below it ends, and fills the height', () => {
    expect(stack).toContain('<path class="series area s0" data-series="0" d="M0,25L250,25L750,75L1000,75L1000,100');
    expect(stack).toContain('<path class="series area s1" data-series="1" d="M0,0L250,0L750,0L1000,0L1000,75L750,75');
  });

  it('names its parts at the right end where they have room', () => {
    expect(stack).toMatch(/class="name"[^>]*>new<[\s\S]*class="name"[^>]*>old</);
  });

  it('is told by a title and a description', () => {
    expect(stack).toContain('role="img" aria-labelledby="p-t p-d"');
    expect(stack).toContain('<title id="p-t">A &amp; B</title><desc id="p-d">what is seen</desc>');
  });

  it('marks what was revised, what is not final and what is too few to be said', () => {
    const flags = [true, false];
    const marked = { revised: flags, open: [false, true], few: flags };
    const text = StackChart({ ...frame, starts: days(2), marks: marked, series: [] }).toString();
    expect(text).toContain('<path class="few" d="M0,0H500V100H0Z"/>');
    expect(text).toContain('<path class="revised" d="M250,101v4"/>');
    expect(text).toContain('<path class="open" d="M500,107H1000"/>');
    expect(stack).not.toMatch(/class="(?:few|revised|open)"/);
  });
});

describe('a line chart', () => {
  const of = (values: (number | null)[]) =>
    LineChart({
      ...frame,
      starts: days(values.length),
      lines: [{ name: 'a', id: 0, values }],
      marks: marks(values.length),
    }).toString();

  it('begins at 0, so that a difference is as large as it looks', () => {
    expect(of([900, 1000])).toMatch(/>0<\/text>/);
    expect(of([900, 1000])).toContain('d="M250,10L750,0"');
  });

  it('goes below 0 where values do', () => {
    expect(of([-5, 5])).toMatch(/>-4<\/text>/);
  });

  it('can be of nothing at all', () => {
    expect(of([null, null])).toContain('d=""');
    expect(of([])).toContain('<svg class="chart"');
  });
});

describe('columns', () => {
  it('go up for those that came, one upon the other, and down for those that went', () => {
    const text = ChurnChart({
      ...frame,
      starts: days(2),
      up: [
        { id: 2, values: [10, null] },
        { id: 0, values: [10, null] },
      ],
      down: { id: 3, values: [20, null] },
      marks: marks(2),
    }).toString();
    expect(text).toContain('class="series area s2" data-series="2" d="M50,50V25H450V50Z"');
    expect(text).toContain('class="series area s0" data-series="0" d="M50,25V0H450V25Z"');
    expect(text).toContain('class="series area s3" data-series="3" d="M50,100V50H450V100Z"');
    expect(text).not.toContain('-20<');
  });

  it('of a histogram have a name each, as long as there is room', () => {
    const columns = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `n${i}`, systems: i }));
    expect(Histogram({ ...frame, columns: columns(3) }).toString()).toMatch(/>n0<[\s\S]*>n1<[\s\S]*>n2</);
    expect(
      Histogram({ ...frame, columns: columns(30) })
        .toString()
        .match(/>n\d+</g),
    ).toHaveLength(8);
  });
});

describe('an axis', () => {
  it('names days of a month, months of a year, and years of many', () => {
    const texts = (starts: string[]) => dateTicks(starts).map(({ text }) => text);
    expect(texts(days(7))).toEqual(['1 Jan', '3 Jan', '5 Jan', '7 Jan']);
    expect(texts(days(92, Date.parse('2026-08-21')))).toEqual(['Sept', 'Oct', 'Nov']);
    expect(texts(days(200, Date.parse('2025-11-15')))).toEqual(['Dec', 'Feb', 'Apr', 'Jun']);
    expect(texts(days(1500))).toEqual(['2027', '2028', '2029', '2030']);
    expect(texts([])).toEqual([]);
  });

  it('says January as the year that begins', () => {
    expect(dateTicks(days(120, Date.parse('2025-10-15'))).map(({ text }) => text)).toEqual([
      'Nov',
      'Dec',
      '2026',
      'Feb',
    ]);
  });

  it('has a height for 0 even where there is nothing else', () => {
    expect(valueAxis(0, 100, String).y(0)).toBe(100);
  });
});
