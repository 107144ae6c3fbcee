import { describe, expect, it } from 'vitest';
import { COLOURS, colourClass } from '../src/charts/plot.tsx';
import { ASSETS } from '../src/http/assets.ts';

const STYLE = ASSETS['style.css'].content;
/** Of each series its colour in light and in dark; the last is for all others. */
const SERIES_COLOURS = [...STYLE.matchAll(/--(?:s\d|others): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
  ([, light = '', dark = '']) => ({ light, dark }),
);

type Rgb = readonly [number, number, number];

/** Linear light, 0 to 1. */
function rgbOf(hex: string): Rgb {
  const part = (from: number) => {
    const value = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

const times = (rows: readonly Rgb[], [r, g, b]: Rgb): Rgb => {
  const row = (i: number) => (rows[i]?.[0] ?? 0) * r + (rows[i]?.[1] ?? 0) * g + (rows[i]?.[2] ?? 0) * b;
  return [row(0), row(1), row(2)];
};

/** How colours look to whoever lacks one kind of cones. Source: Machado, Oliveira and Fernandes, 2009, severity 1.0. */
const EYES: Readonly<Record<string, readonly Rgb[]>> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

const XYZ: readonly Rgb[] = [
  [0.4124, 0.3576, 0.1805],
  [0.2126, 0.7152, 0.0722],
  [0.0193, 0.1192, 0.9505],
];

/** CIE 1976 L*a*b*, under D65. */
function labOf(rgb: Rgb): Rgb {
  const [x, y, z] = times(XYZ, rgb);
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  return [116 * f(y) - 16, 500 * (f(x / 0.95047) - f(y)), 200 * (f(y) - f(z / 1.08883))];
}

const distance = (a: Rgb, b: Rgb) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const page = /--page: light-dark\((#\w{6}), (#\w{6})\)/.exec(STYLE);
const PAGES = { light: page?.[1] ?? '', dark: page?.[2] ?? '' };

describe.each(['light', 'dark'] as const)('the colours on a %s page', (scheme) => {
  const colours = SERIES_COLOURS.map((colour) => colour[scheme]);

  it('are as many as there are series', () => {
    expect(colours).toHaveLength(COLOURS + 1);
  });

  it('stand out from it, 3 to 1 at least', () => {
    for (const colour of colours) expect(contrast(rgbOf(colour), rgbOf(PAGES[scheme]))).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.entries(EYES))('are told apart with %s', (_, eyes) => {
    const seen = colours.map((colour) => labOf(times(eyes, rgbOf(colour))));
    // Neighbours in a stack meet; the others are told apart by their names and dashes as well.
    seen.forEach((a, i) => {
      for (const [j, b] of seen.entries())
        if (j > i) expect(distance(a, b), `${colours[i]} and ${colours[j]}`).toBeGreaterThan(j === i + 1 ? 20 : 11);
    });
  });
});

describe('the style', () => {
  it('has a colour for every series, and none from elsewhere', () => {
    const rule = (name: string, variable: string) => `.${name} {\n--series: var(--${variable});\n}`;
    for (let i = 0; i < COLOURS; i++) expect(STYLE).toContain(rule(colourClass(i), `s${i}`));
    expect(STYLE).toContain(rule(colourClass('others'), 'others'));
    expect(colourClass(COLOURS)).toBe(colourClass(0));
    expect(STYLE).not.toMatch(/url\(|@import/);
  });

  it('moves nothing for whoever wants no motion', () => {
    const MOTION = /transition|animation|scroll-behavior/g;
    const allowed = STYLE.match(/@media \(prefers-reduced-motion: no-preference\) \{\n(?:[^{}]*\{[^{}]*\}\n)*\}/g);
    expect(allowed?.join('').match(MOTION)).toHaveLength(2);
    expect(STYLE.match(MOTION)).toHaveLength(2);
  });
});
