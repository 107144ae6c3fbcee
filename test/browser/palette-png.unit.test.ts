import { PNG } from 'pngjs';
import { expect, it } from 'vitest';
import { palettePng } from './palette-png.ts';

const [WIDTH, HEIGHT, STEP] = [40, 20, 12];

/** As many colours as asked for, each a step from the next; every other one has two pixels, and grey has the rest. */
function aPicture(colours: number) {
  const data = new Uint8Array(WIDTH * HEIGHT * 4).fill(200);
  const pixels = Array.from({ length: colours }, (_, i) => (i % 2 === 0 ? [i, i] : [i])).flat();
  for (const [at, i] of pixels.entries()) data.set([(i % 20) * STEP, Math.floor(i / 20) * STEP, 100, 255], 4 * at);
  return { width: WIDTH, height: HEIGHT, data };
}

const rgb = (data: Uint8Array) => [...data].filter((_, i) => i % 4 < 3);

it('keeps every pixel of a picture of few colours', () => {
  const picture = aPicture(200);
  const read = PNG.sync.read(palettePng(picture));
  expect([read.width, read.height]).toEqual([WIDTH, HEIGHT]);
  expect(rgb(read.data)).toEqual(rgb(picture.data));
});

it('takes the nearest colour where there are more than there is room for', () => {
  const picture = aPicture(400);
  const read = rgb(PNG.sync.read(palettePng(picture)).data);
  expect(Math.max(...rgb(picture.data).map((value, i) => Math.abs(value - (read[i] ?? 0))))).toBe(STEP);
});
