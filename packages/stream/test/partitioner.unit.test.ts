import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { murmur2, partitionByKey } from '../src/client/partitioner.ts';

/** Of Apache Kafka's own test of murmur2 (UtilsTest), and made with its Java client. */
const VECTORS = [
  ['21', -973_932_308],
  ['foobar', -790_332_482],
  ['a-little-bit-long-string', -985_981_536],
  ['a-little-bit-longer-string', -1_486_304_829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
  ['abc', 479_470_107],
] as const;

const murmur2OfTheClient: (key: Buffer | string) => number = createRequire(import.meta.url)(
  'kafkajs/src/producer/partitioners/default/murmur2',
);

describe('murmur2', () => {
  it.each(VECTORS)('of %s is what Java makes of it', (key, hash) => {
    expect(murmur2(key)).toBe(hash);
  });

  it('is that of the client for every key', () => {
    const keys = fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 40 }).map(Buffer.from));
    fc.assert(fc.property(keys, (key) => murmur2(key) === murmur2OfTheClient(key)));
  });
});

describe('a record', () => {
  const partitionMetadata = Array.from({ length: 100_003 });
  const partitionOf = partitionByKey(() => -1);

  it.each(VECTORS)('with the key %s goes where any other client would send it', (key, hash) => {
    expect(partitionOf({ partitionMetadata, message: { key } })).toBe((hash & 0x7fff_ffff) % partitionMetadata.length);
  });

  it('goes to the partition that it names, and without a key to any', () => {
    expect(partitionOf({ partitionMetadata, message: { partition: 0, key: 'abc' } })).toBe(0);
    expect(partitionOf({ partitionMetadata, message: { key: null } })).toBe(-1);
    expect(partitionOf({ partitionMetadata, message: {} })).toBe(-1);
  });
});
