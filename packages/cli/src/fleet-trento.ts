import type { SourceEnvelope } from '@heliograph/schema';
import { randomFrom, uuidFrom, weighted } from './random.ts';
import { grown, type ReportDay } from './report-days.ts';

/** From old to new: systems move to the right as days go by. */
const SLES_VERSIONS = [
  ['12-SP5', 8],
  ['15-SP1', 6],
  ['15-SP2', 12],
  ['15-SP3', 22],
  ['15-SP4', 34],
  ['15-SP5', 18],
] as const;
const CLOUDS = [
  ['azure', 42],
  ['aws', 24],
  ['gcp', 13],
  ['', 17],
  // No value that the definition names: the sanitizer makes `other` of it.
  ['openstack', 4],
] as const;
const CPU_COUNTS = [
  [2, 20],
  [4, 28],
  [8, 26],
  [16, 16],
  [32, 7],
  [64, 2],
  [128, 1],
] as const;
const INSTALLATION_SIZES = [
  [1, 20],
  [2, 30],
  [4, 24],
  [6, 14],
  [12, 9],
  [24, 3],
] as const;
const FLAVORS = [
  ['Community', 60],
  ['Premium', 40],
] as const;

const DAILY_UPGRADES = 0.006;
const MISSES_A_DAY = 0.03;
const REPORTS_TWICE = 0.02;
const ASKS_TOO_MUCH = 0.01;

/** What the Trento installations send on a day: one envelope each, whose payload is an array of its hosts. */
export function* trentoReports(seed: string, systems: number, day: ReportDay): Generator<SourceEnvelope> {
  const hosts = grown(systems, day.daysAgo);
  for (const { id, first, size, cloud, flavor } of installations(seed, hosts)) {
    const random = randomFrom(`${id}/${day.day}`);
    if (random() < MISSES_A_DAY) continue;
    const time = withNanoseconds(day.timeOf(random()), random());
    const payload = Array.from({ length: size }, (_, i) => ({
      installation_id: id,
      ...host(`${seed}/trento/host/${first + i}`, day.daysAgo),
      installation_flavor: flavor,
      cloud_provider: cloud,
      time,
    }));
    const report = { application: 'trento', telemetry_type: 'host_telemetry', time, payload };
    yield { id: uuidFrom(`${id}/${day.day}`), ...report };
    // After a restart the same is reported again under another id: content that is known for that day.
    if (random() < REPORTS_TWICE) yield { id: uuidFrom(`${id}/${day.day}/restart`), ...report };
  }
}

function* installations(seed: string, hosts: number) {
  let first = 0;
  for (let i = 0; first < hosts; i += 1) {
    const id = uuidFrom(`${seed}/trento/installation/${i}`);
    const random = randomFrom(id);
    const size = Math.min(weighted(INSTALLATION_SIZES, random()), hosts - first);
    yield { id, first, size, cloud: weighted(CLOUDS, random()), flavor: weighted(FLAVORS, random()) };
    first += size;
  }
}

function host(name: string, daysAgo: number) {
  const random = randomFrom(name);
  const cpu_count = weighted(CPU_COUNTS, random());
  const sles_version = weighted(SLES_VERSIONS, Math.max(0, random() - DAILY_UPGRADES * daysAgo));
  return {
    agent_id: uuidFrom(name),
    sles_version,
    cpu_count,
    socket_count: Math.max(1, cpu_count / 16),
    total_memory_mb:
      cpu_count *
      weighted(
        [
          [2048, 1],
          [4096, 3],
          [8192, 4],
          [16384, 2],
        ],
        random(),
      ),
    // A field that nobody registered, from an agent that knows no better: the sanitizer removes it.
    ...(random() < ASKS_TOO_MUCH ? { hostname: 'a-host-name.example' } : {}),
  };
}

/** Trento's clock has nanoseconds; they survive to InfluxDB. */
function withNanoseconds(epochMs: number, at: number): string {
  const below = Math.floor(at * 1e6)
    .toString()
    .padStart(6, '0');
  return new Date(epochMs).toISOString().replace('Z', `${below}Z`);
}
