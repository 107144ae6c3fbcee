import { setTimeout as sleep } from 'node:timers/promises';
import { retentionMs, TOPIC_IDS, TOPOLOGY, type TopicId } from '@heliograph/schema';
import { type Admin, ConfigResourceTypes, ConfigSource, type KafkaClient } from '../client/kafka-client.ts';

/** A topic whose retention is shorter than the definitions need; milliseconds. */
export interface ShortRetention {
  readonly topic: string;
  readonly keptMs: number;
  readonly neededMs: number;
}

const RETENTION = 'retention.ms';

/**
 * The topics, of those that are there, that keep less than the definitions need. Only such are among them whose retention
 * follows from the definitions: for how long the others are kept is the operator's to say. Rejects with the client's errors.
 */
export async function shortRetentions(
  kafka: KafkaClient,
  admin: Admin,
  longestLateWindowMs: number,
): Promise<ShortRetention[]> {
  const present = new Set(await admin.listTopics());
  const short: ShortRetention[] = [];
  for (const id of TOPIC_IDS) {
    const topic = kafka.topic(id);
    const neededMs = neededOf(id, longestLateWindowMs);
    if (neededMs === undefined || !present.has(topic)) continue;
    const keptMs = Number(await settingOf(admin, topic, RETENTION));
    if (keptMs >= 0 && keptMs < neededMs) short.push({ topic, keptMs, neededMs });
  }
  return short;
}

const IN_FORCE_TIMEOUT_MS = 10_000;

/**
 * Lets those topics keep what is needed, and nothing shorter than before. Resolves with what has been raised, once a broker
 * says that it is so: a change is acknowledged by the controller, and reaches the brokers some moments later.
 */
export async function raiseRetentions(
  kafka: KafkaClient,
  admin: Admin,
  longestLateWindowMs: number,
): Promise<ShortRetention[]> {
  const short = await shortRetentions(kafka, admin, longestLateWindowMs);
  for (const { topic, neededMs } of short) {
    // The request that the client knows replaces all settings of a topic: what is not sent along goes back to its default.
    const { [RETENTION]: _, ...others } = await ownSettings(admin, topic);
    const settings = { ...others, [RETENTION]: String(neededMs) };
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }],
    });
  }
  const deadline = performance.now() + IN_FORCE_TIMEOUT_MS;
  while ((await shortRetentions(kafka, admin, longestLateWindowMs)).length > 0 && performance.now() < deadline)
    await sleep(50);
  return short;
}

function neededOf(id: TopicId, longestLateWindowMs: number): number | undefined {
  const { retention } = TOPOLOGY[id];
  const followsWindow = retention !== 'forever' && 'lateWindowPlusMs' in retention;
  return followsWindow ? retentionMs(retention, longestLateWindowMs) : undefined;
}

async function settingOf(admin: Admin, topic: string, setting: string): Promise<string | undefined> {
  const entries = await describe(admin, topic, [setting]);
  return entries.find(({ configName }) => configName === setting)?.configValue;
}

/** The settings that the topic has of its own, without what the broker gives to all. */
async function ownSettings(admin: Admin, topic: string): Promise<Record<string, string>> {
  const own = (await describe(admin, topic)).filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG);
  return Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
}

async function describe(admin: Admin, topic: string, configNames?: string[]) {
  const query = { type: ConfigResourceTypes.TOPIC, name: topic, ...(configNames === undefined ? {} : { configNames }) };
  const { resources } = await admin.describeConfigs({ resources: [query], includeSynonyms: false });
  return resources.flatMap(({ configEntries }) => configEntries);
}
