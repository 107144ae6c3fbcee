import { loadDefinitions } from '@heliograph/definitions';
import { definitionsSettings, kafkaSettings, loadConfig, toKafka } from '@heliograph/runtime';
import { HOUR_MS, TOPIC_IDS, TOPOLOGY, topicName } from '@heliograph/schema';
import {
  checkTopics,
  findShortRetentions,
  type ProvisionPlan,
  provisionTopics,
  type ShortRetention,
  TopicError,
  topicConfig,
} from '@heliograph/stream';
import { z } from 'zod';
import { type Command, columns, readArguments, UsageError, wholeNumber } from '../command.ts';

const help = `Usage: heliograph topics plan|apply|check [--replication-factor n] [--min-in-sync n]

  plan    what the topology asks for, and what of it is missing; changes nothing
  apply   creates what is missing, and lets the memory of dedup reach as far back as the definitions need; else it
          leaves what is there alone
  check   exit code 1 when a topic is missing, has another partition count or forgets what is still needed

Partitions, prefix and brokers come from HELIOGRAPH_TOPIC_PARTITIONS, HELIOGRAPH_TOPIC_PREFIX and
HELIOGRAPH_KAFKA_BROKERS. In production give --replication-factor 3 --min-in-sync 2; the defaults are 1 and 1.`;

export const topics: Command = {
  help,
  async run(argv, terminal) {
    const { values, positionals } = readArguments(argv, {
      options: {
        'replication-factor': { type: 'string', default: '1' },
        'min-in-sync': { type: 'string', default: '1' },
      },
      allowPositionals: true,
    });
    const [action, ...more] = positionals;
    if (action === undefined || more.length > 0) throw new UsageError('topics takes one of plan, apply, check');
    const config = loadConfig('cli', z.object({ ...kafkaSettings, ...definitionsSettings }), terminal.env);
    const kafka = toKafka(config, 'cli');
    const plan: ProvisionPlan = {
      partitions: config.topicPartitions,
      replicationFactor: wholeNumber('replication-factor', values['replication-factor']),
      minInSyncReplicas: wholeNumber('min-in-sync', values['min-in-sync']),
      longestLateWindowMs: (await loadDefinitions(config.definitionsFolder)).longestLateWindow,
    };
    const differences = async () => {
      const wrong = await checkTopics(kafka, TOPIC_IDS, plan.partitions).then(() => [], onlyTopicErrors);
      const short = await findShortRetentions(kafka, plan.longestLateWindowMs);
      return [...wrong, ...short.map((one) => `${describeShort(one)}; raise it with: heliograph topics apply`)];
    };
    switch (action) {
      case 'plan': {
        for (const line of describePlan(kafka.topicPrefix, plan)) terminal.print(line);
        const found = await differences();
        for (const line of found.length > 0 ? found : ['All of them are there.']) terminal.print(line);
        return 0;
      }
      case 'apply': {
        const { created, existing, raised } = await provisionTopics(kafka, plan);
        for (const topic of created) terminal.print(`created ${topic}`);
        for (const { topic, neededMs } of raised)
          terminal.print(`${topic} keeps its records for ${hours(neededMs)} now`);
        terminal.print(`${created.length} created, ${existing.length} were there`);
        return 0;
      }
      case 'check': {
        const found = await differences();
        for (const line of found) terminal.print(line);
        if (found.length === 0) terminal.print(`${TOPIC_IDS.length} topics are as they should be`);
        return found.length === 0 ? 0 : 1;
      }
      default:
        throw new UsageError('topics takes one of plan, apply, check');
    }
  },
};

/** The topics that the topology asks for, as a text table. */
export function describePlan(prefix: string, plan: ProvisionPlan): string[] {
  const heading = ['topic', 'partitions', 'replicas', 'cleanup', 'retention', 'key'];
  const rows = TOPIC_IDS.map((id) => {
    const settings = topicConfig(id, plan);
    const retention = hours(Number(settings['retention.ms']));
    const { partitions, replicationFactor } = plan;
    const name = topicName(prefix, id);
    return [name, String(partitions), String(replicationFactor), TOPOLOGY[id].cleanup, retention, TOPOLOGY[id].key];
  });
  return columns([heading, ...rows]);
}

function hours(ms: number): string {
  return ms < 0 ? 'for ever' : `${ms / HOUR_MS} h`;
}

function describeShort({ topic, keptMs, neededMs }: ShortRetention): string {
  return `${topic} keeps its records for ${hours(keptMs)}, and the definitions need ${hours(neededMs)}`;
}

function onlyTopicErrors(error: unknown): string[] {
  if (error instanceof TopicError) return [error.message];
  throw error;
}
