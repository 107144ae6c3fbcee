import type { ServiceName } from '@heliograph/schema';
import { kafkaOf, startBacking } from '../backing.ts';
import type { Aim, Part, Table } from '../bench.ts';
import { publishAll } from '../publish-all.ts';
import { rawRecords } from './reports.ts';
import { type WorkedOff, workOff } from './work-off.ts';

/** Records a second of one process. The summarizer has the minimum of every consumer. */
const WANTED: Partial<Record<ServiceName, number>> = {
  sanitizer: 15_000,
  dedup: 15_000,
  'postgres-sink': 15_000,
  'influx-sink': 20_000,
  summarizer: 10_000,
};
const SINKS = ['postgres-sink', 'influx-sink', 'summarizer'] as const;

/** Each consumer alone, with the broker and its store, on a topic that the stage before it has filled. */
export const stages: Part = {
  name: 'stages',
  title: 'Stages: each consumer works off a full topic, alone',
  async run(bench) {
    const backing = await startBacking(bench, ['postgres', 'influx']);
    const { brokers } = backing.stores.kafka;
    const raw = await publishAll(kafkaOf(brokers), 'raw', rawRecords(bench.settings.records, Date.now()));
    bench.say(`${raw} raw records`);
    const found: WorkedOff[] = [];
    const measure = async (stage: ServiceName, records: number) => {
      const result = await workOff(bench, backing, stage, records);
      bench.say(`${stage}: ${result.perSecond.toFixed(0)} records/s`);
      found.push(result);
      return result;
    };
    const sanitized = await measure('sanitizer', raw);
    const deduplicated = await measure('dedup', sanitized.ok);
    for (const sink of SINKS) await measure(sink, deduplicated.ok);
    return { tables: [tableOf(found)], aims: found.map(aimOf) };
  },
};

function tableOf(found: readonly WorkedOff[]): Table {
  return {
    title: 'One process of each consumer',
    note: 'From the first records settled to the last, by its own metrics; CPU is that of its process alone.',
    columns: ['stage', 'records in', 'of them ok', 'records/s', 'after a fifth', 'CPU µs/record', 'memory MiB'],
    rows: found.map((one) => [
      one.stage,
      one.settled,
      one.ok,
      Math.round(one.perSecond),
      Math.round(one.warmPerSecond),
      one.cpuMicrosPerRecord,
      Math.round(one.residentMiB),
    ]),
  };
}

function aimOf({ stage, perSecond }: WorkedOff): Aim {
  const wanted = WANTED[stage] ?? 0;
  const perSecondText = (n: number) => `${Math.round(n).toLocaleString('en')}/s`;
  return { what: stage, aim: perSecondText(wanted), found: perSecondText(perSecond), reached: perSecond >= wanted };
}
