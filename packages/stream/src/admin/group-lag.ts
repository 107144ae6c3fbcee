import { SERVICES, type ServiceName, TOPIC_IDS, TOPOLOGY, type TopicId, topicSpec } from '@heliograph/schema';
import { type Admin, AssignerProtocol, type KafkaClient, type KafkaSettings } from '../client/kafka-client.ts';
import { partitionName, type TopicPartition } from '../client/topic-partition.ts';
import { withAdmin } from './admin-client.ts';
import { type GroupPosition, groupPositionsOf } from './group-positions.ts';

/** Consumer lag of one stage in one partition, as the broker knows it. */
export interface GroupLag extends TopicPartition {
  readonly stage: ServiceName;
  /** The first offset that the stage has not settled, and the one after the last record. */
  readonly next: bigint;
  readonly end: bigint;
  /** When the oldest record that is not settled was written, in milliseconds since the epoch; undefined if there is none. */
  readonly oldestMs: number | undefined;
  /** Undefined if no member of the group owns the partition. */
  readonly owner: Owner | undefined;
}

interface Owner {
  readonly clientId: string;
  /** As the broker sees it. */
  readonly host: string;
}

/** The stages that read topics in a group, each with these topics. */
const CONSUMERS: readonly { readonly stage: ServiceName; readonly topics: readonly TopicId[] }[] = SERVICES.map(
  (stage) => ({
    stage,
    topics: TOPIC_IDS.filter((id) => TOPOLOGY[id].reading === 'by-group' && topicSpec(id).readers.includes(stage)),
  }),
).filter(({ topics }) => topics.length > 0);

/**
 * The lag of every stage in every partition, also of stages of which no process runs. Rejects with the client's errors, such
 * as for topics that are missing.
 */
export async function readGroupLags(settings: KafkaSettings, consumers = CONSUMERS): Promise<GroupLag[]> {
  return withAdmin(settings, async (kafka, admin) => {
    const lags: GroupLag[] = [];
    for (const { stage, topics } of consumers) {
      const group = kafka.group(stage);
      const [positions, owners] = [
        await groupPositionsOf(kafka, admin, group, topics),
        await ownersOf(kafka, admin, group, topics),
      ];
      for (const position of positions) lags.push(await toLag(stage, position, owners.get(partitionName(position))));
    }
    return lags;
  });
}

async function toLag(stage: ServiceName, position: GroupPosition, owner: Owner | undefined): Promise<GroupLag> {
  const { topic, partition, next, end } = position;
  const oldestMs = next < end ? await position.writtenMs(next) : undefined;
  return { stage, topic, partition, next, end, oldestMs, owner };
}

/** By the names of the partitions. A group that is being dealt its partitions has no owners. */
async function ownersOf(kafka: KafkaClient, admin: Admin, group: string, topics: readonly TopicId[]) {
  const { groups } = await admin.describeGroups([group]);
  const owners = new Map<string, Owner>();
  for (const { clientId, clientHost: host, memberAssignment } of groups.flatMap(({ members }) => members)) {
    // Empty until the member has been dealt its partitions.
    const { assignment = {} } = AssignerProtocol.MemberAssignment.decode(memberAssignment) ?? {};
    for (const topic of topics)
      for (const partition of assignment[kafka.topic(topic)] ?? [])
        owners.set(partitionName({ topic, partition }), { clientId, host });
  }
  return owners;
}
