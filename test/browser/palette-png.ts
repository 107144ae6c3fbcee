import { crc32, deflateSync } from 'node:zlib';

/** Pixels of four bytes each, row by row: red, green, blue, and how opaque, which is ignored. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const MOST_COLOURS = 256;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * A PNG of at most 256 colours; the others become the nearest of them. Pages have few colours beside the soft edges of their
 * letters: nothing is seen of it, and a third of the bytes is left.
 */
export function palettePng({ width, height, data }: Pixels): Buffer {
  const palette = paletteOf(coloursOf(data));
  const places = new Map(palette.map((colour, i) => [colour, i]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < width * height; at += 1) {
    const colour = colourAt(data, at);
    const place = places.get(colour) ?? nearest(palette, colour);
    places.set(colour, place);
    // Each row begins with a byte that says that it is not filtered.
    rows[at + Math.floor(at / width) + 1] = place;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const chunks = [chunk('IHDR', header), chunk('PLTE', table), chunk('IDAT', deflateSync(rows, { level: 9 }))];
  return Buffer.concat([SIGNATURE, ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

const colourAt = (data: Uint8Array, at: number) =>
  ((data[4 * at] ?? 0) << 16) | ((data[4 * at + 1] ?? 0) << 8) | (data[4 * at + 2] ?? 0);

function coloursOf(data: Uint8Array): Map<number, number> {
  const colours = new Map<number, number>();
  for (let at = 0; at < data.length / 4; at += 1) {
    const colour = colourAt(data, at);
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
  }
  return colours;
}

/** One colour after the other: that of which most would be lost without it, by how often it is there and how far it is off. */
function paletteOf(counts: ReadonlyMap<number, number>): number[] {
  const colours = [...counts].map(([colour, count]) => ({ colour, count, off: Number.MAX_SAFE_INTEGER }));
  const palette: number[] = [];
  while (palette.length < MOST_COLOURS) {
    const worst = colours.reduce((a, b) => (b.off * b.count > a.off * a.count ? b : a));
    if (worst.off === 0) break;
    palette.push(worst.colour);
    for (const one of colours) one.off = Math.min(one.off, distance(one.colour, worst.colour));
  }
  return palette;
}

const distance = (a: number, b: number) =>
  ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;

function nearest(palette: readonly number[], colour: number): number {
  const distances = palette.map((other) => distance(other, colour));
  return distances.indexOf(Math.min(...distances));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
