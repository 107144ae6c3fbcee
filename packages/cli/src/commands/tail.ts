import { kafkaSettings, loadConfig, toKafka } from '@heliograph/runtime';
import { TOPIC_IDS, type TopicId } from '@heliograph/schema';
import { type ConsumerRecord, readEdge, scanTopic } from '@heliograph/stream';
import { z } from 'zod';
import { type Command, readArguments, UsageError, wholeNumber } from '../command.ts';

const help = `Usage: heliograph tail <topic> [--limit n] [--from-beginning]

Prints committed records of a topic as JSON lines: the last n (default 10), or with --from-beginning the first n, in the
order of their times. With --from-beginning alone it prints all, those of each partition in their order. Reads no more
of the topic than it prints, but for some offsets. Belongs to no consumer group that others use and commits nothing.

Topics: ${TOPIC_IDS.join(', ')}`;

const isTopicId = (text: string | undefined): text is TopicId => TOPIC_IDS.some((id) => id === text);

export const tail: Command = {
  help,
  async run(argv, terminal) {
    const { values, positionals } = readArguments(argv, {
      options: { limit: { type: 'string' }, 'from-beginning': { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [topic, ...more] = positionals;
    if (!isTopicId(topic) || more.length > 0) throw new UsageError(`tail takes one topic of: ${TOPIC_IDS.join(', ')}`);
    const fromBeginning = values['from-beginning'];
    const limit = values.limit === undefined ? undefined : wholeNumber('limit', values.limit);

    const config = loadConfig('cli', z.object(kafkaSettings), terminal.env);
    const kafka = toKafka(config, 'cli');
    const print = (record: ConsumerRecord) => terminal.print(JSON.stringify(toLine(record)));
    if (fromBeginning && limit === undefined) {
      await scanTopic(kafka, topic, print);
      return 0;
    }
    const n = limit ?? 10;
    const records = await readEdge(kafka, topic, fromBeginning ? 'first' : 'last', n);
    // Time orders them across partitions; within one it is that of the log already.
    const inOrder = records.toSorted((a, b) => a.timestampMs - b.timestampMs);
    for (const record of fromBeginning ? inOrder.slice(0, n) : inOrder.slice(-n)) print(record);
    return 0;
  },
};

/** A record as a line shows it: its value as JSON, or as text where it is none. */
export function toLine({ partition, offset, timestampMs, key, headers, value }: ConsumerRecord): object {
  const timestamp = new Date(timestampMs).toISOString();
  return { partition, offset: String(offset), timestamp, key, headers, value: readable(value) };
}

function readable(value: Buffer | null): unknown {
  if (value === null) return null;
  const text = value.toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
