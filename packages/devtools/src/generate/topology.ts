import { HOUR_MS, PARTIES, TOPIC_IDS, TOPOLOGY, type TopicId, topicName } from '@heliograph/schema';

/** What stands at the ends of the flow and is no topic. */
const ENDS = [
  'sources([sources]) -- HTTP --> gateway',
  'influx-sink --> influxdb[(InfluxDB)]',
  'postgres-sink --> postgresql[(PostgreSQL)]',
  'summarizer --> postgresql',
  'postgresql --> portal',
  'portal -- HTTP --> public([everyone])',
];

const nodeOf = (id: TopicId) => `topic-${id.replace('.', '-')}`;

/** The topology as a mermaid flowchart in a page of its own: services and the command as boxes, topics as queues. */
export function topologyPicture(): string {
  const lines = [
    'flowchart LR',
    ...PARTIES.map((party) => `${party}[${party}]`),
    ...TOPIC_IDS.map((id) => `${nodeOf(id)}[/${id}/]`),
    ...TOPIC_IDS.flatMap((id) => [
      ...TOPOLOGY[id].writers.map((party) => `${party} --> ${nodeOf(id)}`),
      ...TOPOLOGY[id].readers.map((party) => `${nodeOf(id)} --> ${party}`),
    ]),
    ...ENDS,
  ];
  return ['# Topology', '', generatedFrom, '', '```mermaid', ...lines, '```', ''].join('\n');
}

const generatedFrom = 'Generated from `packages/schema/src/topology.ts` by `npm run generate`.';

/** The topics as a table; `settings` are the broker's, by topic. */
export function topicsTable(settings: Readonly<Record<TopicId, Readonly<Record<string, string>>>>): string {
  const rows = TOPIC_IDS.map((id) => {
    const { key, holds, writers, readers } = TOPOLOGY[id];
    const { 'cleanup.policy': cleanup = '', 'retention.ms': retention = '' } = settings[id];
    const name = `\`${topicName('telemetry', id)}\``;
    return [name, holds, key, hours(Number(retention)), cleanup, writers.join(', '), readers.join(', ')];
  });
  const heading = ['topic', 'holds', 'key', 'kept', 'cleanup', 'written by', 'read by'];
  const table = [heading, heading.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  return ['# Topics', '', generatedFrom, '', ...table, ''].join('\n');
}

function hours(ms: number): string {
  if (ms < 0) return 'for ever';
  const total = ms / HOUR_MS;
  return total % 24 === 0 && total > 72 ? `${total / 24} d` : `${total} h`;
}
