import { isDeepStrictEqual } from 'node:util';
import { eventually, testKafka } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { withAdmin } from '../src/admin/admin-client.ts';
import { ConfigResourceTypes, ConfigSource } from '../src/client/kafka-client.ts';
import { findShortRetentions, provisionTopics } from '../src/index.ts';

const DAY_MS = 86_400_000;
const plan = (days: number) => ({
  partitions: 1,
  replicationFactor: 1,
  minInSyncReplicas: 1,
  longestLateWindowMs: days * DAY_MS,
});

it('lets the memory of dedup reach further back when the definitions need it, and changes nothing else', async () => {
  const kafka = testKafka('topics');
  const seen = `${kafka.topicPrefix}.seen.v1`;
  const raw = `${kafka.topicPrefix}.raw.v1`;
  const type = ConfigResourceTypes.TOPIC;
  const settingsOf = (name: string) =>
    withAdmin(kafka, async (_, admin) => {
      const { resources } = await admin.describeConfigs({ resources: [{ type, name }], includeSynonyms: false });
      const own = resources[0]?.configEntries.filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG);
      return Object.fromEntries((own ?? []).map(({ configName, configValue }) => [configName, configValue]));
    });
  // A broker answers before it applies a configuration.
  const set = async (name: string, settings: Readonly<Record<string, string>>) => {
    await withAdmin(kafka, async (_, admin) => {
      const configEntries = Object.entries(settings).map(([key, value]) => ({ name: key, value }));
      await admin.alterConfigs({ validateOnly: false, resources: [{ type, name, configEntries }] });
    });
    await eventually(async () => isDeepStrictEqual(await settingsOf(name), { ...settings }));
  };

  expect(await provisionTopics(kafka, plan(2))).toMatchObject({ existing: [], raised: [] });
  const before: Record<string, string> = { ...(await settingsOf(seen)), 'segment.bytes': '16777216' };
  expect(before['retention.ms']).toBe(String(6 * DAY_MS));
  await set(seen, before);
  // An operator who keeps less of what may hold personal data goes on doing so.
  const chosen = { ...(await settingsOf(raw)), 'retention.ms': String(DAY_MS / 4) };
  await set(raw, chosen);

  const short = { topic: seen, keptMs: 6 * DAY_MS, neededMs: 11 * DAY_MS };
  expect(await findShortRetentions(kafka, 7 * DAY_MS)).toEqual([short]);
  expect(await provisionTopics(kafka, plan(7))).toMatchObject({ created: [], raised: [short] });
  expect(await settingsOf(seen)).toEqual({ ...before, 'retention.ms': String(11 * DAY_MS) });
  expect(await settingsOf(raw)).toEqual(chosen);
  expect(await findShortRetentions(kafka, 7 * DAY_MS)).toEqual([]);

  // What is kept for longer than needed, or for ever, is nobody's to shorten.
  expect(await provisionTopics(kafka, plan(1))).toMatchObject({ raised: [] });
  await set(seen, { ...before, 'retention.ms': '-1' });
  expect(await provisionTopics(kafka, plan(30))).toMatchObject({ raised: [] });
  expect(await settingsOf(seen)).toMatchObject({ 'retention.ms': '-1' });
});
