import type { SourceEnvelope } from '@heliograph/schema';
import { type Random, randomFrom, uuidFrom, weighted } from './random.ts';
import { grown, type ReportDay } from './report-days.ts';

/** From old to new: systems move to the right as days go by. */
const VERSIONS = [
  ['3.20.0', 10],
  ['3.20.2', 16],
  ['3.21.0', 22],
  ['3.21.3', 24],
  ['3.22.0', 18],
  ['3.22.1', 10],
] as const;
const DEVELOPMENT_VERSION = '3.23.0.dev';
const DEVELOPERS = 0.05;

/** How likely a system has the plugin, and in which versions. */
const PLUGINS = [
  [
    'file',
    0.9,
    [
      ['1.11.1', 3],
      ['1.12.0', 5],
    ],
  ],
  [
    'rpm',
    0.7,
    [
      ['3.17.9', 2],
      ['3.18.1', 5],
      ['3.18.3', 3],
    ],
  ],
  [
    'container',
    0.55,
    [
      ['2.13.1', 4],
      ['2.14.0', 6],
    ],
  ],
  [
    'ansible',
    0.35,
    [
      ['0.14.2', 3],
      ['0.15.0', 4],
    ],
  ],
  ['certguard', 0.3, [['1.5.5', 1]]],
  [
    'python',
    0.25,
    [
      ['3.7.2', 2],
      ['3.8.0', 1],
    ],
  ],
  [
    'deb',
    0.2,
    [
      ['2.19.0', 1],
      ['2.20.1', 2],
    ],
  ],
  ['ostree', 0.08, [['2.0.0', 1]]],
  // No key that the definition allows: its name could tell whose plugin it is, so the sanitizer removes it.
  ['in_house', 0.03, [['0.1.0', 1]]],
] as const;
const WORKER_HOSTS = [
  [1, 60],
  [2, 22],
  [3, 10],
  [4, 5],
  [8, 3],
] as const;
const PROCESSES_A_HOST = [
  [1, 10],
  [2, 40],
  [4, 35],
  [8, 15],
] as const;

const DAILY_UPGRADES = 0.008;
const MISSES_A_DAY = 0.03;
const REPORTS_TWICE = 0.02;

/** What the Pulp systems send on a day: one envelope each. */
export function* pulpReports(seed: string, systems: number, day: ReportDay): Generator<SourceEnvelope> {
  for (let i = 0; i < grown(systems, day.daysAgo); i += 1) {
    const system_id = uuidFrom(`${seed}/pulp/${i}`);
    const random = randomFrom(`${system_id}/${day.day}`);
    if (random() < MISSES_A_DAY) continue;
    const report = {
      application: 'pulp',
      telemetry_type: 'status',
      time: new Date(day.timeOf(random())).toISOString(),
      payload: { system_id, ...status(randomFrom(system_id), day.daysAgo) },
    };
    yield { id: uuidFrom(`${system_id}/${day.day}`), ...report };
    // A second report on the same day under another id: one system has one vote a day.
    if (random() < REPORTS_TWICE) yield { id: uuidFrom(`${system_id}/${day.day}/second`), ...report };
  }
}

function status(random: Random, daysAgo: number) {
  const at = Math.max(0, random() - DAILY_UPGRADES * daysAgo);
  const version = random() < DEVELOPERS ? DEVELOPMENT_VERSION : weighted(VERSIONS, at);
  const plugins: Record<string, string> = {};
  for (const [name, likely, versions] of PLUGINS) {
    const [has, which] = [random() < likely, random()];
    if (has) plugins[name] = weighted<string>(versions, which);
  }
  return {
    version,
    plugins,
    online_workers: hosts(weighted(WORKER_HOSTS, random()), random),
    online_content_apps: hosts(weighted(WORKER_HOSTS, random()), random),
    postgresql_version: weighted(
      [
        [120014, 2],
        [130011, 5],
        [140007, 3],
      ],
      random(),
    ),
  };
}

function hosts(count: number, random: Random) {
  return { hosts: count, processes: count * weighted(PROCESSES_A_HOST, random()) };
}
