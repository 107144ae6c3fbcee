import { type Random, weighted } from '../../../packages/devtools/src/random.ts';
import type { Identify } from './expectation.ts';

/** A payload as sent, and what the definition leaves of it. */
export interface Report {
  readonly sent: Readonly<Record<string, unknown>>;
  readonly kept: Readonly<Record<string, unknown>>;
  readonly channel: 'production' | 'development';
}

type Hashed = Pick<Identify, 'systemKey' | 'field'>;

const CLOUDS = ['azure', 'aws', 'gcp', '', 'openstack'] as const;
const KNOWN_CLOUDS: readonly string[] = ['azure', 'aws', 'gcp', ''];

/** A Trento host. `serial`, unlike in any other report of the run, makes its content unique. */
export function trentoHost(
  system: string,
  installation: string,
  serial: number,
  random: Random,
  hashed: Hashed,
): Report {
  const cloud = weighted(
    CLOUDS.map((name) => [name, 1] as const),
    random(),
  );
  const plain = {
    sles_version: weighted(
      [
        ['15-SP2', 1],
        ['15-SP4', 2],
        [null, 1],
      ],
      random(),
    ),
    cpu_count: 1 + Math.floor(random() * 64),
    socket_count: 1 + Math.floor(random() * 4),
    total_memory_mb: serial,
  };
  const unregistered = random() < 0.1 ? { hostname: 'a-host.example' } : {};
  return {
    sent: { installation_id: installation, agent_id: system, ...plain, cloud_provider: cloud, ...unregistered },
    kept: {
      installation_id: hashed.field('trento', 'host_telemetry', '/installation_id')(installation),
      agent_id: hashed.systemKey('trento', system),
      ...plain,
      cloud_provider: KNOWN_CLOUDS.includes(cloud) ? cloud : 'other',
    },
    channel: 'production',
  };
}

/** The daily report of a Pulp system. */
export function pulpStatus(system: string, serial: number, random: Random, hashed: Hashed): Report {
  const channel = random() < 0.1 ? 'development' : 'production';
  const plain = {
    version: channel === 'development' ? '3.23.0.dev' : '3.22.1',
    online_workers: { hosts: 1 + Math.floor(random() * 4), processes: serial % 1_000_000 },
    online_content_apps: { hosts: 1, processes: 2 },
    postgresql_version: 130_014,
  };
  const rpm = `3.${Math.floor(random() * 20)}.1`;
  return {
    // A plugin that nobody registered, and a number that is none: both are removed, and the rest is kept.
    sent: { system_id: system, ...plain, plugins: { rpm, secret_plugin: '1.0' }, redis_version: 'none of ours' },
    kept: { system_id: hashed.systemKey('pulp', system), ...plain, plugins: { rpm } },
    channel,
  };
}
