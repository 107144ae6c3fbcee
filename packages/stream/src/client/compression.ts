import { promisify } from 'node:util';
import { gunzip, zstdDecompress } from 'node:zlib';
import lz4 from 'lz4js';
import snappy from 'snappyjs';
import { BatchUnreadable } from '../errors/classify.ts';

/**
 * A bound on what one batch may become. A broker takes batches of a megabyte, and reports that repeat themselves shrink to a
 * fortieth; a batch that grows beyond this would take the memory of the process.
 */
export const MAX_DECOMPRESSED_BYTES = 67_108_864;

export type Decompress = (compressed: Buffer) => Promise<Buffer>;

/**
 * Of each compression that a Kafka client or broker may write: what makes bytes of it again. Each rejects with
 * BatchUnreadable.
 */
export function createDecompressors(maxBytes: number) {
  const options = { maxOutputLength: maxBytes };
  return {
    gzip: guarded('gzip', (bytes) => promisify(gunzip)(bytes, options)),
    snappy: guarded('snappy', async (bytes) => fromSnappy(bytes, maxBytes)),
    lz4: guarded('lz4', async (bytes) => fromLz4(bytes, maxBytes)),
    zstd: guarded('zstd', (bytes) => promisify(zstdDecompress)(bytes, options)),
  } satisfies Record<string, Decompress>;
}

function guarded(name: string, decompress: Decompress): Decompress {
  return async (compressed) => {
    try {
      return await decompress(compressed);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      // Without a cause: where it has one, the client reports that one instead.
      throw new BatchUnreadable(`a batch in ${name} cannot be decompressed: ${why}`);
    }
  };
}

/** The header that Java's clients and brokers put before the blocks; librdkafka writes one block without it. */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
/** The magic bytes and two version numbers. */
const XERIAL_HEADER_BYTES = 16;

function fromSnappy(compressed: Buffer, maxBytes: number): Buffer {
  if (!compressed.subarray(0, XERIAL.length).equals(XERIAL)) return snappy.uncompress(compressed, maxBytes);
  const blocks: Buffer[] = [];
  let left = maxBytes;
  for (let at = XERIAL_HEADER_BYTES; at < compressed.length; ) {
    const begin = at + 4;
    const end = begin + compressed.readUInt32BE(at);
    if (end > compressed.length) throw new RangeError('it is cut short');
    const block = snappy.uncompress(compressed.subarray(begin, end), left);
    blocks.push(block);
    left -= block.length;
    at = end;
  }
  return Buffer.concat(blocks);
}

const LZ4_MAGIC = 0x184d2204;
/** Flags of a frame: what of its parts is there. */
const LZ4 = { dictionary: 0x01, contentSize: 0x08, blockChecksums: 0x10 } as const;
/** The highest bit of a block's size: its bytes are stored as they are. */
const LZ4_STORED = 0x80000000;

interface Lz4Block {
  readonly isStored: boolean;
  readonly begin: number;
  readonly end: number;
}

/** Source: LZ4 Frame Format 1.6. Throws a RangeError if the frame is cut short. */
function* lz4Blocks(frame: Buffer): Generator<Lz4Block> {
  if (frame.readUInt32LE(0) !== LZ4_MAGIC) throw new RangeError('it is no frame');
  const flags = frame.readUInt8(4);
  if ((flags & LZ4.dictionary) !== 0) throw new RangeError('it needs a dictionary');
  for (let at = (flags & LZ4.contentSize) === 0 ? 7 : 15; ; ) {
    const size = frame.readUInt32LE(at);
    if (size === 0) return;
    const begin = at + 4;
    const end = begin + (size & ~LZ4_STORED);
    if (end > frame.length) throw new RangeError('it is cut short');
    yield { isStored: (size & LZ4_STORED) !== 0, begin, end };
    at = (flags & LZ4.blockChecksums) === 0 ? end : end + 4;
  }
}

/** The library's own reader of frames neither notices that one is cut short nor knows a bound. */
function fromLz4(frame: Buffer, maxBytes: number): Buffer {
  const blocks = [...lz4Blocks(frame)];
  // 64 KiB, 256 KiB, 1 MiB or 4 MiB.
  const blockBytes = 1 << (8 + 2 * ((frame.readUInt8(5) >> 4) & 7));
  const bound = blocks.reduce((sum, { isStored, begin, end }) => sum + (isStored ? end - begin : blockBytes), 0);
  // A block may refer to the bytes of the ones before it.
  const target = Buffer.alloc(Math.min(bound, maxBytes));
  let length = 0;
  for (const { isStored, begin, end } of blocks) {
    if (isStored) target.set(frame.subarray(begin, end), length);
    length = isStored ? length + end - begin : lz4.decompressBlock(frame, target, begin, end - begin, length);
    if (!(length <= target.length)) throw new RangeError(`it becomes more than ${target.length} bytes`);
  }
  return target.subarray(0, length);
}
