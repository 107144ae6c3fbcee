import type { SourceEnvelope } from '@heliograph/schema';
import { type Random, randomFrom, uuidFrom, weighted } from '../random.ts';
import { type Member, member, reports, trialsOn } from './population.ts';
import { type Habit, slesHabit, slesOn } from './releases.ts';
import type { ReportDay } from './report-days.ts';

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
const MEMORY_MB_A_CPU = [
  [2048, 1],
  [4096, 3],
  [8192, 4],
  [16_384, 2],
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

const REPORTS_TWICE = 0.02;
const ASKS_TOO_MUCH = 0.01;
/** More hosts than there are on any day: a quarter of them is taken away again. */
const EVER_A_HOST = 1.2;

interface Installation extends Member {
  readonly hosts: readonly Host[];
}

interface Host {
  readonly name: string;
  readonly habit: Habit;
  readonly facts: object;
}

/**
 * Gives for a day what the Trento installations send on it: one envelope each, whose payload is an array of its hosts. `hosts`
 * is about how many there are in the end.
 */
export function trentoFleet(
  seed: string,
  hosts: number,
  beginning: number,
): (day: ReportDay) => Generator<SourceEnvelope> {
  const fleet = [...installations(seed, Math.ceil(hosts * EVER_A_HOST), beginning)];
  return function* (day) {
    const trials = trialsOn(day.number, `${seed}/trento/trial`, hosts, beginning).map(trialOf);
    for (const installation of [...fleet, ...trials])
      if (reports(installation, day.number)) yield* reportsOf(installation, day);
  };
}

function* reportsOf({ id, hosts }: Installation, day: ReportDay): Generator<SourceEnvelope> {
  const random = randomFrom(`${id}/${day.day}`);
  const time = withNanoseconds(day.timeOf(random()), random());
  const payload = hosts.map(({ habit, facts }) => ({ ...facts, sles_version: slesOn(habit, day.number), time }));
  const report = { application: 'trento', telemetry_type: 'host_telemetry', time, payload };
  yield { id: uuidFrom(`${id}/${day.day}`), ...report };
  // After a restart the same is reported again under another id: content that is known for that day.
  if (random() < REPORTS_TWICE) yield { id: uuidFrom(`${id}/${day.day}/restart`), ...report };
}

function* installations(seed: string, hosts: number, beginning: number): Generator<Installation> {
  let first = 0;
  for (let i = 0; first < hosts; i += 1) {
    const id = uuidFrom(`${seed}/trento/installation/${i}`);
    const random = randomFrom(id);
    const size = Math.min(weighted(INSTALLATION_SIZES, random()), hosts - first);
    const common = factsOf(id, random);
    const names = Array.from({ length: size }, (_, n) => `${seed}/trento/host/${first + n}`);
    yield { ...member(id, (first + size / 2) / hosts, beginning), hosts: names.map((name) => host(name, common)) };
    first += size;
  }
}

/** What the hosts of an installation have in common. */
function factsOf(id: string, random: Random) {
  return {
    installation_id: id,
    installation_flavor: weighted(FLAVORS, random()),
    cloud_provider: weighted(CLOUDS, random()),
  };
}

/** An installation of a single host. */
function trialOf(of: Member): Installation {
  return { ...of, hosts: [host(`${of.id}/host`, factsOf(of.id, randomFrom(of.id)))] };
}

function host(name: string, common: object): Host {
  const random = randomFrom(name);
  const cpu_count = weighted(CPU_COUNTS, random());
  const facts = {
    ...common,
    agent_id: uuidFrom(name),
    cpu_count,
    socket_count: Math.max(1, cpu_count / 16),
    total_memory_mb: cpu_count * weighted(MEMORY_MB_A_CPU, random()),
    // A field that nobody registered, from an agent that knows no better: the sanitizer removes it.
    ...(random() < ASKS_TOO_MUCH ? { hostname: 'a-host-name.example' } : {}),
  };
  return { name, habit: slesHabit(random), facts };
}

/** Trento's clock has nanoseconds; they survive to InfluxDB. */
function withNanoseconds(epochMs: number, at: number): string {
  const below = Math.floor(at * 1e6)
    .toString()
    .padStart(6, '0');
  return new Date(epochMs).toISOString().replace('Z', `${below}Z`);
}
