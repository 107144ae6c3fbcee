import { setTimeout as sleep } from 'node:timers/promises';
import { DAY_MS, HOUR_MS, retentionMs, TOPIC_IDS, TOPOLOGY, type TopicId } from '@heliograph/schema';
import type { Admin, KafkaSettings } from '../client/kafka-client.ts';
import { withAdmin } from './admin-client.ts';
import { raiseRetentions, type ShortRetention, shortRetentions } from './topic-retention.ts';

export interface ProvisionPlan {
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly minInSyncReplicas: number;
  /** Milliseconds; how long dedup's journal must remember is derived from it. */
  readonly longestLateWindowMs: number;
}

/** Thrown where topics are missing or of another shape; the message names each and the command that mends it. */
export class TopicError extends Error {
  override readonly name = 'TopicError';
}

/** What was made, what was there already, and of that what keeps its records for longer now. */
export interface Provisioned {
  readonly created: string[];
  readonly existing: string[];
  readonly raised: ShortRetention[];
}

/**
 * Creates what is missing of the topology, or of a part of it, and lets what is there keep as much as the definitions need;
 * else it leaves it alone. Rejects with the client's errors.
 */
export async function provisionTopics(
  settings: KafkaSettings,
  plan: ProvisionPlan,
  ids: readonly TopicId[] = TOPIC_IDS,
): Promise<Provisioned> {
  return withAdmin(settings, async (kafka, admin) => {
    const present = new Set(await admin.listTopics());
    const wanted = ids.map((id) => ({ id, topic: kafka.topic(id) }));
    const missing = wanted.filter(({ topic }) => !present.has(topic));
    await admin.createTopics({
      waitForLeaders: false,
      topics: missing.map(({ id, topic }) => ({
        topic,
        numPartitions: plan.partitions,
        replicationFactor: plan.replicationFactor,
        configEntries: Object.entries(topicConfig(id, plan)).map(([name, value]) => ({ name, value })),
      })),
    });
    await leadersOf(
      admin,
      missing.map(({ topic }) => topic),
    );
    return {
      created: missing.map(({ topic }) => topic),
      existing: wanted.map(({ topic }) => topic).filter((topic) => present.has(topic)),
      raised: await raiseRetentions(kafka, admin, plan.longestLateWindowMs),
    };
  });
}

const LEADER_TIMEOUT_MS = 30_000;

/**
 * Waits until every partition has a leader that knows it is one: metadata name a leader some moments before it takes
 * records, and a produce request that one of several partitions refuses is sent again for all of them.
 */
async function leadersOf(admin: Admin, topics: readonly string[]): Promise<void> {
  const deadline = performance.now() + LEADER_TIMEOUT_MS;
  for (const topic of topics) {
    while (!(await answersFor(admin, topic))) {
      if (performance.now() > deadline) throw new TopicError(`${topic} has no leaders; look at the brokers`);
      await sleep(50);
    }
  }
}

/** Only a leader answers for the offsets of a partition. */
async function answersFor(admin: Admin, topic: string): Promise<boolean> {
  return admin.fetchTopicOffsets(topic).then(
    (partitions) => partitions.length > 0,
    () => false,
  );
}

/** The broker's settings of a topic, derived from the topology. */
export function topicConfig(id: TopicId, plan: ProvisionPlan): Record<string, string> {
  const { retention, cleanup } = TOPOLOGY[id];
  const ms = retentionMs(retention, plan.longestLateWindowMs);
  // Kafka's own way to say for ever.
  const kept = Number.isFinite(ms) ? ms : -1;
  return {
    'cleanup.policy': cleanup,
    'retention.ms': String(kept),
    'segment.ms': String(segmentMs(kept)),
    // A tombstone is to take away what is held of an erased system, not only to stand behind it.
    ...(cleanup === 'delete' ? {} : { 'max.compaction.lag.ms': String(DAY_MS) }),
    'min.insync.replicas': String(plan.minInSyncReplicas),
    'message.timestamp.type': 'LogAppendTime',
  };
}

/**
 * A broker deletes whole segments, each once its newest record is old enough, and starts one after seven days unless told
 * otherwise: what shall be kept for a day would be kept for eight. A 24th of the time is added to it at most, or an hour.
 */
function segmentMs(keptMs: number): number {
  return keptMs < 0 ? DAY_MS : Math.max(HOUR_MS, Math.min(DAY_MS, Math.floor(keptMs / 24)));
}

/** Rejects with a TopicError unless all the topics are there with that many partitions. */
export async function checkTopics(settings: KafkaSettings, ids: readonly TopicId[], partitions: number): Promise<void> {
  await withAdmin(settings, async (kafka, admin) => {
    const present = new Set(await admin.listTopics());
    const names = ids.map((id) => kafka.topic(id));
    const problems = names.filter((name) => !present.has(name)).map((name) => `${name} is missing`);
    const asked = names.filter((name) => present.has(name));
    // Asked for none, the brokers answer for all that there are.
    const { topics } = asked.length === 0 ? { topics: [] } : await admin.fetchTopicMetadata({ topics: asked });
    for (const { name, partitions: found } of topics)
      if (found.length !== partitions) problems.push(`${name} has ${found.length} partitions instead of ${partitions}`);
    if (problems.length > 0)
      throw new TopicError(`${problems.join('; ')}. Create topics with: heliograph topics apply`);
  });
}

/** Deletes the topics of the prefix, with all that they hold. Rejects with the client's errors. */
export async function deleteTopics(settings: KafkaSettings): Promise<void> {
  await withAdmin(settings, async (kafka, admin) => {
    const present = new Set(await admin.listTopics());
    const topics = TOPIC_IDS.map((id) => kafka.topic(id)).filter((topic) => present.has(topic));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  });
}

/** The topics that keep less than definitions with that late window need. Rejects with the client's errors. */
export async function findShortRetentions(
  settings: KafkaSettings,
  longestLateWindowMs: number,
): Promise<ShortRetention[]> {
  return withAdmin(settings, (kafka, admin) => shortRetentions(kafka, admin, longestLateWindowMs));
}
