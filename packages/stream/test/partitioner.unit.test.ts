import { Partitioners } from 'kafkajs';
import { expect, it } from 'vitest';

/** Of Apache Kafka's own test of murmur2 (UtilsTest), and made with its Java client. */
const MURMUR2 = [
  ['21', -973_932_308],
  ['foobar', -790_332_482],
  ['a-little-bit-long-string', -985_981_536],
  ['a-little-bit-longer-string', -1_486_304_829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
  ['abc', 479_470_107],
] as const;

it.each(MURMUR2)('%s goes where any other client would send it', (key, hash) => {
  const partitions = Array.from({ length: 100_003 }, (_, partitionId) => ({
    partitionId,
    leader: 1,
    isr: [],
    replicas: [],
    partitionErrorCode: 0,
  }));
  const partition = Partitioners.DefaultPartitioner()({
    topic: 't',
    partitionMetadata: partitions,
    message: { key, value: null },
  });
  expect(partition).toBe((hash & 0x7fff_ffff) % partitions.length);
});
