import type { TopicId } from '@heliograph/schema';
import { withAdmin } from '../admin/admin-client.ts';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import type { KafkaSettings } from '../client/kafka-client.ts';
import { type Extent, extentsOf, inLogOrder, scanExtents } from './read-topic.ts';

export type Edge = 'first' | 'last';

/** Offsets of each partition that are read at first: markers of transactions, and what was compacted away, take offsets too. */
const SPARE_OFFSETS = 100;
/** How many more are read where these hold too few records. */
const FACTOR = 8n;

/**
 * Reads the first or last `limit` committed records of each partition, by partition and offset, and little more than these,
 * however much the topic holds. Rejects if nothing comes for a minute, and with the client's errors.
 */
export async function readEdge(
  settings: KafkaSettings,
  id: TopicId,
  edge: Edge,
  limit: number,
): Promise<ConsumerRecord[]> {
  return withAdmin(settings, async (kafka, admin) => {
    const extents = await extentsOf(kafka, admin, id);
    for (let offsets = BigInt(limit + SPARE_OFFSETS); ; offsets *= FACTOR) {
      const parts = extents.map((extent) => partOf(extent, edge, offsets));
      const found = new Map<number, ConsumerRecord[]>(parts.map(({ partition }) => [partition, []]));
      const each = (record: ConsumerRecord) => {
        const part = parts.find(({ partition }) => partition === record.partition);
        if (part !== undefined && record.offset >= part.low && record.offset < part.end)
          found.get(record.partition)?.push(record);
      };
      await scanExtents({ kafka, admin, id, each, extents: parts });
      const isWhole = parts.every((part, i) => part.low === extents[i]?.low && part.end === extents[i]?.end);
      if (isWhole || [...found.values()].every((records) => records.length >= limit))
        return [...found.values()].flatMap((records) => cut(records.sort(inLogOrder), edge, limit));
    }
  });
}

const cut = (records: readonly ConsumerRecord[], edge: Edge, limit: number) =>
  edge === 'first' ? records.slice(0, limit) : records.slice(-limit);

/** At most so many offsets of a partition, at one of its ends. */
function partOf({ partition, low, end }: Extent, edge: Edge, offsets: bigint): Extent {
  if (end - low <= offsets) return { partition, low, end };
  return edge === 'first' ? { partition, low, end: low + offsets } : { partition, low: end - offsets, end };
}
