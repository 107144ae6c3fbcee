import type { Consumer, KafkaClient } from './kafka-client.ts';
import type { Log } from './runtime.ts';
import type { TopicPartition } from './topic-partition.ts';

/**
 * Controls what a consumer fetches. Its methods throw nothing: between a crash of the client and its restart there is no
 * group to pause anything in, and none is needed, because the restart assigns all partitions anew.
 */
export interface PartitionControl {
  pause(partition: TopicPartition): void;
  resume(partition: TopicPartition): void;
  /** The next fetch begins at the offset. */
  seek(partition: TopicPartition, offset: bigint): void;
}

export function createPartitionControl(kafka: KafkaClient, consumer: Consumer, log: Log): PartitionControl {
  function attempt(target: TopicPartition, action: () => void): void {
    try {
      action();
    } catch (err) {
      log.debug({ ...target, err }, 'the consumer is not running');
    }
  }
  const named = ({ topic, partition }: TopicPartition) => [{ topic: kafka.topic(topic), partitions: [partition] }];
  return {
    pause: (target) => attempt(target, () => consumer.pause(named(target))),
    resume: (target) => attempt(target, () => consumer.resume(named(target))),
    seek: (target, offset) =>
      attempt(target, () =>
        consumer.seek({ topic: kafka.topic(target.topic), partition: target.partition, offset: offset.toString() }),
      ),
  };
}
