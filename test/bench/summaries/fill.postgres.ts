import type pg from 'pg';
import { DAY, SOURCE } from './day.ts';

/** What the systems report: a fleet such as there are, or as if each had made up all it says, so that no two are the same. */
export const FLEETS = ['a fleet', 'no two the same'] as const;
export type Fleet = (typeof FLEETS)[number];

const MEMORY = '1024 * (1 << (8 * random())::int) - (400 * random())::int';
const PLUGINS = ['rpm', 'deb', 'file', 'container', 'ansible', 'python'];

/** SQL of a payload, of its number `i` and of a `release` of 0 to 24, most have one of the latest. */
const PAYLOADS: Readonly<Record<Fleet, string>> = {
  'a fleet': `jsonb_strip_nulls(jsonb_build_object(
    'version', '3.' || release || '.' || (3 * random())::int,
    'plugins', jsonb_build_object(${PLUGINS.map(pluginSql).join(', ')}),
    'online_workers', jsonb_build_object('hosts', (4 * random())::int, 'processes', (64 * random() ^ 3)::int),
    'online_content_apps', jsonb_build_object('hosts', (2 * random())::int, 'processes', (16 * random() ^ 2)::int),
    'postgresql_version', 120000 + (5 * random())::int * 10000,
    'sles_version', '15-SP' || (6 * random())::int, 'cpu_count', 1 << (7 * random())::int,
    'total_memory_mb', ${MEMORY}, 'cloud_provider', (ARRAY['azure', 'aws', 'gcp', ''])[1 + (3 * random())::int]))`,
  'no two the same': `jsonb_build_object(
    'version', i || '.' || i || '.' || i,
    'plugins', jsonb_build_object('a' || i, i || '.0', 'b' || i, i || '.1'),
    'online_workers', jsonb_build_object('hosts', i, 'processes', i),
    'online_content_apps', jsonb_build_object('hosts', i, 'processes', -i),
    'postgresql_version', i, 'sles_version', 'x' || i, 'cpu_count', i + 0.25, 'total_memory_mb', i * 1e9,
    'cloud_provider', 'y' || i)`,
};

/** Of a release there are few versions of a plugin; some have not installed it. */
function pluginSql(name: string, i: number): string {
  return `'${name}', CASE WHEN random() < 0.${8 - i} THEN '${i + 1}.' || release || '.' || (2 * random())::int END`;
}

const REMOVED: Readonly<Record<Fleet, string>> = {
  'a fleet': `CASE WHEN i % 10 = 0 THEN ARRAY['/hostname', '/kernel/' || i % 30] END`,
  'no two the same': `ARRAY['/p' || i, '/q' || i]`,
};

/** Fills the tables of the summarizer, which are there, with what so many systems reported on the day. */
export async function fill(client: pg.Client, fleet: Fleet, systems: number): Promise<void> {
  await client.query('TRUNCATE summary.latest, summary.systems, summary.months, summary.days, summary.published');
  await client.query('SELECT setseed(0.5)');
  await client.query(
    `INSERT INTO summary.latest (day, application, telemetry_type, channel, system_key, observed_at, received_at, id,
       payload, removed)
     SELECT $1::date, $2, $3, $4, left(translate(encode(sha256(i::text::bytea), 'base64'), '+/', '-_'), 22),
       $1::date, $1::date, gen_random_uuid(), ${PAYLOADS[fleet]}, ${REMOVED[fleet]}
     FROM (SELECT i, (24 * sqrt(random()))::int AS release FROM generate_series(1, $5::int) AS i) AS s`,
    [DAY, ...SOURCE, systems],
  );
  // Known for up to 255 days; half of them reported on the day before as well.
  await client.query(
    `INSERT INTO summary.systems (application, system_key, telemetry_type, channel, first_day, last_month)
     SELECT application, system_key, telemetry_type, channel, day - (hashtext(system_key) & 255),
       date_trunc('month', day::timestamp)::date FROM summary.latest`,
  );
  await client.query(
    `INSERT INTO summary.months (month, application, telemetry_type, channel, system_key, days)
     SELECT date_trunc('month', day::timestamp)::date, application, telemetry_type, channel, system_key,
       (1 << 17) | (hashtext(system_key) & 65536) FROM summary.latest`,
  );
  await client.query(
    'INSERT INTO summary.days (day, application, telemetry_type, channel, changes) VALUES ($1, $2, $3, $4, 1)',
    [DAY, ...SOURCE],
  );
  // As it would have done by itself in the course of the day.
  await client.query('VACUUM ANALYZE');
}
