import type { InputTopicId } from '@heliograph/schema';
import { usingAdmin } from '../admin/admin-client.ts';
import { type GroupPosition, groupPositionsOf } from '../admin/group-positions.ts';
import type { KafkaClient } from '../client/kafka-client.ts';
import type { Log } from '../client/runtime.ts';
import type { TopicPartition } from '../client/topic-partition.ts';
import type { Lag } from './lag.ts';

export interface LagWatchOptions {
  readonly kafka: KafkaClient;
  readonly group: string;
  readonly lag: Lag;
  readonly log: Log;
  /** The partitions of which nothing is fetched: they wait, are being acquired, or their batch is at work. */
  standing(): readonly TopicPartition<InputTopicId>[];
}

/** A partition that is fetched from is heard of four times a second; one that stands still is asked for so often. */
const ASK_EVERY_MS = 5000;

/**
 * Asks the broker where the logs end of partitions that are not fetched from, and how old what waits there is. In a system
 * that flows it asks nothing.
 */
export function watchLag({ kafka, group, lag, log, standing }: LagWatchOptions): { stop(): void } {
  let isAsking = false;

  async function ask(): Promise<void> {
    const places = standing().filter((place) => lag.silentMs(place) >= ASK_EVERY_MS);
    if (places.length === 0) return;
    const topics = [...new Set(places.map(({ topic }) => topic))];
    await usingAdmin(kafka, async (admin) => {
      const found = await groupPositionsOf(kafka, admin, group, topics);
      for (const place of places) {
        const at = found.find(({ topic, partition }) => topic === place.topic && partition === place.partition);
        if (at !== undefined) await look(place, at);
      }
    });
  }

  async function look(place: TopicPartition, { next: committed, end, writtenMs }: GroupPosition): Promise<void> {
    const next = lag.nextOf(place) ?? committed;
    lag.asked(place, { next, end });
    if (end <= next || lag.isDated(place)) return;
    const oldestMs = await writtenMs(next);
    // It may have gone on meanwhile.
    if (lag.nextOf(place) === next) lag.asked(place, { next, end, oldestMs });
  }

  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    ask()
      .catch((err: unknown) => log.debug({ err }, 'the ends of the logs cannot be asked for'))
      .finally(() => {
        isAsking = false;
      });
  }, ASK_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
