import { aDefinition } from '../../../packages/testkit/src/builders.ts';
import type { MadeUpSource, Release } from './source.ts';

const SLES: readonly Release[] = [
  { version: '12-SP5', on: '2022-01-01' },
  { version: '15-SP4', on: '2023-06-01' },
  { version: '15-SP5', on: '2023-12-01', appeal: 0.7 },
  { version: '15-SP6', on: '2024-09-01', appeal: 0.6 },
  { version: '15-SP7', on: '2025-08-01', appeal: 0.5 },
  { version: '16.0', on: '2026-02-01', appeal: 0.3 },
];

const integer = { type: 'integer', min: 0, max: 1_000_000_000, nullable: true } as const;

const definition = aDefinition({
  application: 'trento',
  telemetry_type: 'host_telemetry',
  title: 'Hosts known to a Trento installation',
  approval: { by: ['data-steward'], on: '2024-02-12', reference: 'https://example.org/discussion/9' },
  owner: 'trento-team',
  // Soon: the home page says so.
  expires: '2026-12-10',
  review: {
    question: 'Which SLES versions and cloud providers do Trento hosts run on, and how large are they?',
    example: 'sles_version 15-SP2, 2 CPUs, 8 sockets, 4096 MB, azure',
    gathering: 'Read from the host projection once a day',
    burden: 'One query a day, one row per host',
    personal_data: 'installation_id and agent_id are random ids; both are kept only as keyed hashes',
    collected_since: 'trento 0.5.0',
    visualisation: 'Version share over time, provider share, CPU and memory distribution',
  },
  record: { each_element: true, system_id: '/agent_id', time: '/time', late_window: '2d' },
  fields: {
    '/agent_id': { type: 'uuid', sanitise: 'hash' },
    '/time': { type: 'timestamp', sanitise: 'drop' },
    '/installation_flavor': { type: 'enum', values: ['Community', 'Premium'], otherwise: 'other' },
    '/sles_version': { type: 'version', nullable: true },
    '/cpu_count': integer,
    '/socket_count': integer,
    '/total_memory_mb': integer,
    '/cloud_provider': { type: 'enum', values: ['azure', 'aws', 'gcp', ''], otherwise: 'other', nullable: true },
  },
  influx: { measurement: 'host_telemetry', tags: ['/agent_id'], fields: ['/sles_version'] },
  summaries: [
    { name: 'hosts', title: 'Hosts', kind: 'systems' },
    { name: 'sles_version', title: 'SLES versions', kind: 'share', field: '/sles_version' },
    { name: 'cloud_provider', title: 'Cloud providers', kind: 'share', field: '/cloud_provider' },
    { name: 'installation_flavor', kind: 'share', field: '/installation_flavor' },
    { name: 'cpu_count', title: 'CPUs', kind: 'statistics', field: '/cpu_count' },
    { name: 'socket_count', title: 'Sockets', kind: 'statistics', field: '/socket_count' },
    { name: 'total_memory_mb', title: 'Memory in MB', kind: 'statistics', field: '/total_memory_mb' },
    { name: 'age', title: 'Age of the hosts', kind: 'age' },
  ],
});

/** Nearly three years of Trento: it begins with too few hosts to say anything. */
export const trento: MadeUpSource = {
  definition,
  models: {
    hosts: { kind: 'systems' },
    sles_version: { kind: 'versions', releases: SLES, absent: 0.02 },
    cloud_provider: {
      kind: 'values',
      values: [
        { value: 'azure', first: 0.3, last: 0.42 },
        { value: 'aws', first: 0.2, last: 0.24 },
        { value: 'gcp', first: 0.05, last: 0.11 },
        { value: '', first: 0.45, last: 0.23 },
      ],
      absent: 0.03,
    },
    installation_flavor: {
      kind: 'values',
      values: [
        { value: 'Community', first: 0.8, last: 0.45 },
        { value: 'Premium', first: 0.2, last: 0.55 },
      ],
      absent: 0,
    },
    cpu_count: { kind: 'numbers', median: 14, spread: 1, perYear: 0.1 },
    socket_count: { kind: 'numbers', median: 2, spread: 0.7, perYear: 0 },
    total_memory_mb: { kind: 'numbers', median: 120_000, spread: 1.3, perYear: 0.15 },
    age: { kind: 'age' },
  },
  since: '2024-02-14',
  systems: [4, 1900],
  weekendDip: 0.02,
  gaps: [],
  revised: ['2026-11-10'],
  unregistered: [],
};
