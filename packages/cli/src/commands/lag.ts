import { kafkaSettings, loadConfig, toKafka } from '@heliograph/runtime';
import { type GroupLag, readGroupLags } from '@heliograph/stream';
import { z } from 'zod';
import { type Command, columns, readArguments, wholeNumber } from '../command.ts';

const help = `Usage: heliograph lag [--max-records n] [--max-seconds n] [--json]

Consumer lag of every service in every partition, as the brokers know it: also of services that do not run. The age is
that of the oldest record that has not been settled, to a second or a fiftieth of it.

  --max-records n   exit code 1 if the lag of a partition is larger; 0 allows none
  --max-seconds n   exit code 1 if a record is older
  --json            one line of JSON for each partition

The brokers come from HELIOGRAPH_KAFKA_BROKERS, the topics and groups from HELIOGRAPH_TOPIC_PREFIX.`;

export const lag: Command = {
  help,
  async run(argv, terminal) {
    const { values } = readArguments(argv, {
      options: {
        'max-records': { type: 'string' },
        'max-seconds': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const bound = (name: 'max-records' | 'max-seconds') =>
      values[name] === undefined ? Number.POSITIVE_INFINITY : wholeNumber(name, values[name], 0);
    const [maxRecords, maxSeconds] = [bound('max-records'), bound('max-seconds')];
    const config = loadConfig('cli', z.object(kafkaSettings), terminal.env);
    const rows = (await readGroupLags(toKafka(config, 'cli'))).map((one) => toRow(one, Date.now()));
    const lines = values.json ? rows.map((row) => JSON.stringify(row)) : describe(rows);
    for (const line of lines) terminal.print(line);
    return rows.some(({ records, seconds }) => records > maxRecords || seconds > maxSeconds) ? 1 : 0;
  },
};

export interface LagRow {
  readonly service: string;
  readonly topic: string;
  readonly partition: number;
  /** The first offset that is not settled. */
  readonly next: string;
  readonly records: number;
  readonly seconds: number;
  /** Where the process that owns the partition connects from; null if none does. */
  readonly owner: string | null;
}

export function toRow({ stage, topic, partition, next, end, oldestMs, owner }: GroupLag, nowMs: number): LagRow {
  const seconds = oldestMs === undefined ? 0 : Math.max(0, Math.round((nowMs - oldestMs) / 1000));
  return {
    ...{ service: stage, topic, partition, next: String(next) },
    records: Math.max(0, Number(end - next)),
    seconds,
    owner: owner?.host ?? null,
  };
}

/** As a text table, which says at its end what no process reads. */
export function describe(rows: readonly LagRow[]): string[] {
  const heading = ['service', 'topic', 'partition', 'next offset', 'lag', 'age', 'owner'];
  const table = rows.map(({ service, topic, partition, next, records, seconds, owner }) => [
    ...[service, topic, String(partition), next, String(records)],
    ...[records === 0 ? '' : `${seconds} s`, owner ?? 'none'],
  ]);
  const unread = [...new Set(rows.filter(({ owner }) => owner === null).map(({ service }) => service))];
  return [
    ...columns([heading, ...table]),
    ...unread.map((service) => `${service}: no process owns ${countOf(rows, service)}`),
  ];
}

function countOf(rows: readonly LagRow[], service: string): string {
  const mine = rows.filter((row) => row.service === service);
  return `${mine.filter(({ owner }) => owner === null).length} of its ${mine.length} partitions`;
}
