import { TOPIC_IDS, type TopicId } from '@heliograph/schema';
import { eventually, testKafka } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { SILENT } from '../src/admin/admin-client.ts';
import { topicConfig } from '../src/admin/topic-admin.ts';
import { createKafka } from '../src/client/kafka-client.ts';

const HOUR_MS = 3_600_000;
const PLAN = { partitions: 1, replicationFactor: 1, minInSyncReplicas: 1, longestLateWindowMs: 48 * HOUR_MS };

/** How long each is kept, in hours; `seen` follows from the late window. Source: DESIGN, section 2. */
const KEPT: Partial<Record<TopicId, number>> = {
  raw: 24,
  sanitized: 24,
  observations: 720,
  'raw.dead': 72,
  'sanitized.dead': 336,
  'observations.dead': 336,
  seen: 48 + 96,
};

describe('the retention of topics', () => {
  it.each(Object.entries(KEPT))('of %s is what the topology says', (id, hours) => {
    expect(topicConfig(id as TopicId, PLAN)['retention.ms']).toBe(String(hours * HOUR_MS));
  });

  it.each(TOPIC_IDS)('of %s is exceeded by a day or a 24th at most, or an hour', (id) => {
    const config = topicConfig(id, PLAN);
    const kept = Number(config['retention.ms']);
    const segment = Number(config['segment.ms']);
    expect(segment).toBeLessThanOrEqual(24 * HOUR_MS);
    if (kept > 0) expect(segment).toBeLessThanOrEqual(Math.max(HOUR_MS, kept / 24));
  });

  it('is what the broker does: with the clock of its records moved on, the old ones go and the others stay', async () => {
    const settings = testKafka('retention');
    const kafka = createKafka(settings, SILENT);
    const admin = kafka.admin();
    const producer = kafka.producer(10_000);
    // The same settings as `raw` has, but for whose clock counts.
    const topic = `${kafka.topic('raw')}.moved`;
    const config = { ...topicConfig('raw', PLAN), 'message.timestamp.type': 'CreateTime' };
    await Promise.all([admin.connect(), producer.connect()]);
    try {
      // The first send waits for the leader, by asking again; the client's own wait gives up at the first answer without it.
      await admin.createTopics({
        waitForLeaders: false,
        topics: [
          {
            topic,
            numPartitions: 1,
            replicationFactor: 1,
            configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
          },
        ],
      });
      const ages = [30, 26, 23, 1, 0];
      for (const hours of ages) {
        const timestamp = String(Date.now() - hours * HOUR_MS);
        const message = { key: null, value: Buffer.from(`${hours} h`), partition: 0, timestamp };
        await producer.sendBatch({ topicMessages: [{ topic, messages: [message] }] });
      }
      const first = await eventually(async () => {
        const [offsets] = await admin.fetchTopicOffsets(topic);
        return offsets !== undefined && Number(offsets.low) >= 2 && offsets;
      }, 45_000);
      expect(first).toMatchObject({ low: '2', high: '5' });
      await admin.deleteTopics({ topics: [topic] });
    } finally {
      await Promise.all([admin.disconnect(), producer.disconnect()]);
    }
  });
});
