import { type InputTopicId, type Party, type ServiceName, TOPOLOGY, topicName } from '@heliograph/schema';
import { type ConsumerRecord, groupPositions, readTopic } from '@heliograph/stream';
import { type Look, untilNothingIsMissing, type Wait } from '../rig/wait.ts';
import { storedPositions } from './stores.postgres.ts';
import type { Stores } from './stores.ts';

/** In the order of the pipeline: a topic does not grow any more once those who write to it are at the end of theirs. */
const PIPELINE = ['raw', 'sanitized', 'observations'] as const satisfies readonly InputTopicId[];
const READ_TIMEOUT_MS = 120_000;

type Positions = ReadonlyMap<number, bigint>;
const isService = (party: Party): party is ServiceName => party !== 'cli';

/** Waits until every stage has committed a position behind the last record of each partition of its input. */
export async function drained(stores: Stores, wait: Omit<Wait, 'what' | 'look'>): Promise<void> {
  for (const topic of PIPELINE) {
    const ends = endsOf(await readTopic(stores.kafka, topic, { timeoutMs: READ_TIMEOUT_MS }));
    const stages = TOPOLOGY[topic].readers.filter(isService);
    const look = async () => {
      const positions = await Promise.all(
        stages.map(async (stage) => [stage, await positionsOf(stores, stage, topic)] as const),
      );
      return behind(topic, ends, new Map(positions));
    };
    await untilNothingIsMissing({ ...wait, what: `the readers of ${topic} to reach its end`, look });
  }
}

/** The offset after the last record of each partition: markers of transactions, which nobody is given, do not count. */
export function endsOf(records: readonly Pick<ConsumerRecord, 'partition' | 'offset'>[]): Positions {
  const ends = new Map<number, bigint>();
  for (const { partition, offset } of records)
    if (offset >= (ends.get(partition) ?? 0n)) ends.set(partition, offset + 1n);
  return ends;
}

/** Which stages are not at the ends of a topic yet. */
export function behind(topic: string, ends: Positions, positions: ReadonlyMap<string, Positions>): Look {
  const missing = [...positions].flatMap(([stage, of]) =>
    [...ends]
      .filter(([partition, end]) => (of.get(partition) ?? 0n) < end)
      .map(([partition, end]) => `${stage} is at ${of.get(partition) ?? 0n} of ${end} in ${topic}/${partition}`),
  );
  return { missing, progress: missing.join('\n') };
}

/** Where a store keeps a position of its own, the one of the group may be behind. */
async function positionsOf({ kafka, postgresUrl }: Stores, stage: ServiceName, topic: InputTopicId) {
  const own = await storedPositions(postgresUrl, stage, topicName(kafka.topicPrefix, topic));
  return own ?? (await groupPositions(kafka, stage, topic));
}
