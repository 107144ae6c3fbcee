import type { TopicId } from '@heliograph/schema';
import type { Consumer, KafkaClient } from './kafka-client.ts';
import type { Log } from './runtime.ts';

interface Place {
  readonly topic: TopicId;
  readonly partition: number;
}

export type Fetching = (place: Place, how: 'pause' | 'resume' | { readonly from: bigint }) => void;

/**
 * Says what is fetched. Throws nothing: between a crash of the client and its restart there is no group to pause anything in,
 * and none is needed, because the restart assigns everything anew.
 */
export function createFetching(kafka: KafkaClient, consumer: Consumer, log: Log): Fetching {
  return (place, how) => {
    const { partition } = place;
    const topic = kafka.topic(place.topic);
    try {
      if (typeof how === 'string') consumer[how]([{ topic, partitions: [partition] }]);
      else consumer.seek({ topic, partition, offset: how.from.toString() });
    } catch (err) {
      log.debug({ ...place, err }, 'the consumer is not running');
    }
  };
}
