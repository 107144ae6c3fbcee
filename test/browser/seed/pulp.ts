import { aDefinition } from '../../../packages/testkit/src/builders.ts';
import type { MadeUpSource, Release } from './source.ts';

/** Releases every few months; the bugs of one made people leave it again. */
const RELEASES: readonly Release[] = [
  { version: '3.39.0', on: '2023-05-01' },
  { version: '3.39.4', on: '2023-09-01' },
  { version: '3.49.1', on: '2024-02-06' },
  { version: '3.49.12', on: '2024-06-20', appeal: 0.7 },
  { version: '3.63.0', on: '2024-10-15', appeal: 0.35 },
  { version: '3.63.2', on: '2024-11-20' },
  { version: '3.73.1', on: '2025-05-12' },
  { version: '3.73.9', on: '2025-09-01', appeal: 0.6 },
  { version: '3.85.0', on: '2025-12-10' },
  { version: '3.97.0', on: '2026-05-19', appeal: 0.9 },
  { version: '3.97.3', on: '2026-08-04' },
  { version: '3.105.0', on: '2026-10-20' },
];

const ofPlugin = (major: number): Release[] => [
  { version: `${major}.0`, on: '2023-01-01' },
  { version: `${major}.8`, on: '2024-08-01' },
  { version: `${major + 1}.0`, on: '2025-10-01', appeal: 0.8 },
];

const PLUGINS = [
  { key: 'rpm', first: 0.72, last: 0.74, releases: ofPlugin(3) },
  { key: 'file', first: 0.61, last: 0.66, releases: ofPlugin(1) },
  { key: 'container', first: 0.38, last: 0.57, releases: ofPlugin(2) },
  { key: 'python', first: 0.22, last: 0.31, releases: ofPlugin(3) },
  { key: 'ansible', first: 0.3, last: 0.26, releases: ofPlugin(0) },
  { key: 'deb', first: 0.18, last: 0.24, releases: ofPlugin(3) },
  { key: 'certguard', first: 0.17, last: 0.2, releases: ofPlugin(1) },
  { key: 'maven', first: 0.03, last: 0.06, releases: ofPlugin(0) },
  { key: 'npm', first: 0, last: 0.05, releases: ofPlugin(0) },
  { key: 'gem', first: 0.01, last: 0.02, releases: ofPlugin(0) },
];

const STORAGE = [
  { value: 'file system', first: 0.72, last: 0.55 },
  { value: 'S3', first: 0.22, last: 0.36 },
  { value: 'Azure', first: 0.06, last: 0.09 },
];

const integer = { type: 'integer', min: 0, max: 1_000_000 } as const;

const definition = aDefinition({
  application: 'pulp',
  telemetry_type: 'status',
  title: 'Daily status of a Pulp system',
  approval: { by: ['data-steward'], on: '2023-11-02', reference: 'https://example.org/discussion/5' },
  owner: 'pulp-telemetry-working-group',
  expires: '2027-11-01',
  review: {
    question: 'Which versions of Pulp and its plugins are in use, and how many workers do people run?',
    example: 'pulpcore 3.21.0 with rpm 3.18.1, 2 worker hosts with 8 processes, 1 content app host with 2 processes',
    gathering: 'The status API’s own query, once a day, in a task',
    burden: 'None that a user would notice; a report is about 300 bytes',
    personal_data: 'system_id is a random id of the database, kept only as a keyed hash; host names are never sent',
    collected_since: 'pulpcore 3.20',
    visualisation: 'Version history stacked by x.y with x.y.z behind it, plugin versions, workers and content apps',
  },
  record: { system_id: '/system_id', late_window: '7d' },
  channel: { development_when: { pointer: '/version', matches: '\\.dev' } },
  fields: {
    '/system_id': { type: 'uuid', sanitise: 'hash' },
    '/version': { type: 'version' },
    '/plugins/*': { type: 'version' },
    '/features/*': { type: 'enum', values: ['signing', 'replication', 'rbac'] },
    '/storage': { type: 'enum', values: ['file system', 'S3', 'Azure'] },
    '/online_workers/hosts': integer,
    '/online_workers/processes': integer,
    '/online_content_apps/hosts': integer,
    '/online_content_apps/processes': integer,
    '/postgresql_version': integer,
  },
  influx: { measurement: 'pulp_status', tags: ['/system_id'], fields: ['/version'] },
  summaries: [
    { name: 'systems', title: 'Systems', kind: 'systems' },
    { name: 'version', title: 'Pulp versions', kind: 'share', field: '/version', levels: ['x.y', 'x.y.z'] },
    { name: 'plugins', title: 'Plugins', kind: 'share', field: '/plugins/*', levels: ['x.y'] },
    { name: 'features', title: 'Features', kind: 'share', field: '/features/*' },
    { name: 'storage', title: 'Storage', kind: 'share', field: '/storage' },
    { name: 'postgresql_version', title: 'PostgreSQL versions', kind: 'share', field: '/postgresql_version' },
    { name: 'worker_processes', title: 'Worker processes', kind: 'statistics', field: '/online_workers/processes' },
    { name: 'worker_hosts', title: 'Worker hosts', kind: 'statistics', field: '/online_workers/hosts' },
    {
      name: 'content_app_processes',
      title: 'Content app processes',
      kind: 'statistics',
      field: '/online_content_apps/processes',
    },
    { name: 'content_app_hosts', title: 'Content app hosts', kind: 'statistics', field: '/online_content_apps/hosts' },
    { name: 'age', title: 'Age of the systems', kind: 'age' },
    {
      name: 'storage_by_postgresql',
      title: 'Storage by PostgreSQL version',
      kind: 'cross',
      rows: '/storage',
      columns: '/postgresql_version',
    },
  ],
});

const POSTGRESQL = [
  { value: '13', first: 0.5, last: 0.12 },
  { value: '15', first: 0.4, last: 0.35 },
  { value: '16', first: 0.1, last: 0.38 },
  { value: '17', first: 0, last: 0.15 },
];
const FEATURES = [
  { value: 'rbac', first: 0.1, last: 0.62 },
  { value: 'signing', first: 0.21, last: 0.28 },
  { value: 'replication', first: 0.05, last: 0.11 },
];

/** Three years of Pulp: growth, roll-outs, a bad release, a week without figures, and days revised long after. */
export const pulp: MadeUpSource = {
  definition,
  models: {
    systems: { kind: 'systems' },
    version: { kind: 'versions', releases: RELEASES, absent: 0 },
    plugins: { kind: 'map', keys: PLUGINS },
    features: { kind: 'list', members: FEATURES },
    storage: { kind: 'values', values: STORAGE, absent: 0.04 },
    postgresql_version: { kind: 'values', values: POSTGRESQL, absent: 0 },
    worker_processes: { kind: 'numbers', median: 5, spread: 0.9, perYear: 0.12 },
    worker_hosts: { kind: 'numbers', median: 2, spread: 0.6, perYear: 0.03 },
    content_app_processes: { kind: 'numbers', median: 6, spread: 0.8, perYear: 0.05 },
    content_app_hosts: { kind: 'numbers', median: 2, spread: 0.5, perYear: 0 },
    age: { kind: 'age' },
    storage_by_postgresql: { kind: 'cross', rows: STORAGE, columns: POSTGRESQL },
  },
  since: '2023-11-21',
  systems: [640, 5200],
  weekendDip: 0.14,
  gaps: [
    ['2024-08-05', '2024-08-11'],
    ['2026-10-27', '2026-10-30'],
  ],
  revised: ['2026-09-15', '2026-11-03'],
  unregistered: [
    { value: '/content_settings/origin', weight: 5 },
    { value: '/domain_enabled', weight: 3 },
    { value: '/storage/total', weight: 2 },
  ],
};
