import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import lz4 from 'lz4js';
import snappy from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { createDecompressors } from '../src/client/compression.ts';
import { BatchUnreadable } from '../src/errors/classify.ts';

const MAX_BYTES = 1000;
const decompressors = createDecompressors(MAX_BYTES);

/** As Java's clients and brokers write it: a header, then blocks with their lengths. */
function xerial(...blocks: readonly Buffer[]): Buffer {
  const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  const framed = blocks.flatMap((block) => {
    const compressed = snappy.compress(block);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(compressed.length);
    return [length, compressed];
  });
  return Buffer.concat([header, ...framed]);
}

/** The same frame with the size of its content, which some clients write. */
function withContentSize(frame: Buffer, size: number): Buffer {
  const header = Buffer.from(frame.subarray(0, 6));
  header.writeUInt8(header.readUInt8(4) | 0x08, 4);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(size));
  return Buffer.concat([header, length, frame.subarray(6)]);
}

const halves = (bytes: Buffer) => [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)];
const framed = (bytes: Buffer) => Buffer.from(lz4.compress(bytes));

const FORMS = [
  ['gzip', 'gzip', gzipSync],
  ['snappy', 'snappy in one block', (bytes: Buffer) => snappy.compress(bytes)],
  ['snappy', 'snappy in blocks', (bytes: Buffer) => xerial(...halves(bytes))],
  ['lz4', 'lz4', framed],
  ['lz4', 'lz4 with the size of its content', (bytes: Buffer) => withContentSize(framed(bytes), bytes.length)],
  ['zstd', 'zstd', zstdCompressSync],
] as const;

/** Bytes that repeat themselves, and bytes that do not. */
const contents = fc
  .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 25 }))
  .map(([bytes, times]) => Buffer.concat(Array.from({ length: times }, () => bytes)));

describe.each(FORMS)('%s: %s', (codec, _, compress) => {
  const decompress = decompressors[codec];

  it('becomes what it was', async () => {
    await fc.assert(
      fc.asyncProperty(contents, async (bytes) => {
        expect((await decompress(compress(bytes))).equals(bytes)).toBe(true);
      }),
    );
  });

  it('is refused beyond the bound, however small it is compressed', async () => {
    expect((await decompress(compress(Buffer.alloc(MAX_BYTES)))).length).toBe(MAX_BYTES);
    await expect(decompress(compress(Buffer.alloc(MAX_BYTES + 1)))).rejects.toThrow(BatchUnreadable);
    await expect(decompress(compress(Buffer.alloc(1e6)))).rejects.toThrow(BatchUnreadable);
  });

  it('is refused where it is cut short, or is something else', async () => {
    const whole = compress(Buffer.from('a report, and a report, and a report'));
    await expect(decompress(whole.subarray(0, whole.length - 5))).rejects.toThrow(BatchUnreadable);
    await expect(decompress(Buffer.from('no compression at all'))).rejects.toThrow(BatchUnreadable);
  });
});
