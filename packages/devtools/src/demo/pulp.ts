import type { SourceEnvelope } from '@heliograph/schema';
import { type Random, randomFrom, uuidFrom, weighted } from '../random.ts';
import { type Member, member, reports, trialsOn } from './population.ts';
import { developmentVersion, type Habit, habit, lookedOn, versionOn } from './releases.ts';
import type { ReportDay } from './report-days.ts';

/** How likely a system has the plugin at the beginning and a year later, its version then, and how often there is a new one. */
const PLUGINS = [
  ['file', 0.92, 0.9, '1', 9, 90],
  ['rpm', 0.72, 0.66, '3', 15, 75],
  ['container', 0.4, 0.58, '2', 11, 80],
  ['ansible', 0.34, 0.3, '0', 12, 85],
  ['certguard', 0.3, 0.3, '1', 4, 300],
  ['python', 0.12, 0.32, '3', 5, 95],
  ['deb', 0.16, 0.2, '2', 16, 100],
  ['npm', 0.0, 0.16, '0', 1, 120],
  ['ostree', 0.08, 0.05, '2', 0, 200],
  // Too few have it to be told from each other: the public page shows nothing of it.
  ['gem', 0.008, 0.012, '0', 1, 200],
  // No key that the definition allows: its name could tell whose plugin it is, so the sanitizer removes it.
  ['in_house', 0.03, 0.03, '0', 1, 400],
] as const;
const POSTGRESQL_VERSIONS = [
  [120014, 12],
  [130011, 30],
  [140007, 18],
  [150006, 16],
  [160003, 24],
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

const DEVELOPERS = 0.1;
const REPORTS_TWICE = 0.02;
/** More systems than there are on any day: a quarter of them is taken away again. */
const EVER_A_SYSTEM = 1.2;
const A_YEAR = 365;

interface System extends Member {
  readonly habit: Habit;
  readonly isDeveloper: boolean;
}

/** Gives for a day what the Pulp systems send on it: one envelope each. `systems` is about how many there are in the end. */
export function pulpFleet(
  seed: string,
  systems: number,
  beginning: number,
): (day: ReportDay) => Generator<SourceEnvelope> {
  const many = Math.ceil(systems * EVER_A_SYSTEM);
  const fleet = Array.from({ length: many }, (_, i) =>
    systemOf(member(uuidFrom(`${seed}/pulp/${i}`), (i + 0.5) / many, beginning)),
  );
  return function* (day) {
    const trials = trialsOn(day.number, `${seed}/pulp/trial`, systems, beginning).map(systemOf);
    for (const system of [...fleet, ...trials])
      if (reports(system, day.number)) yield* reportsOf(system, day, beginning);
  };
}

function systemOf(of: Member): System {
  const random = randomFrom(`${of.id}/habit`);
  return { ...of, habit: habit(random), isDeveloper: random() < DEVELOPERS };
}

function* reportsOf(system: System, day: ReportDay, beginning: number): Generator<SourceEnvelope> {
  const random = randomFrom(`${system.id}/${day.day}`);
  const report = {
    application: 'pulp',
    telemetry_type: 'status',
    time: new Date(day.timeOf(random())).toISOString(),
    payload: { system_id: system.id, ...status(system, day.number, beginning) },
  };
  yield { id: uuidFrom(`${system.id}/${day.day}`), ...report };
  // A second report on the same day under another id: one system has one vote a day.
  if (random() < REPORTS_TWICE) yield { id: uuidFrom(`${system.id}/${day.day}/second`), ...report };
}

function status({ id, habit: own, isDeveloper }: System, day: number, beginning: number) {
  const random = randomFrom(id);
  const looked = lookedOn(own, day);
  const plugins: Record<string, string> = {};
  for (const [name, before, after, major, minor, everyDays] of PLUGINS) {
    const likely = before + (after - before) * Math.min(1, Math.max(0, (looked - beginning) / A_YEAR));
    if (random() < likely)
      plugins[name] = `${major}.${minor + Math.floor((looked - beginning + A_YEAR) / everyDays)}.0`;
  }
  return {
    version: isDeveloper ? developmentVersion(day) : versionOn(own, day),
    plugins,
    online_workers: hosts(weighted(WORKER_HOSTS, random()), random),
    online_content_apps: hosts(weighted(WORKER_HOSTS, random()), random),
    postgresql_version: weighted(POSTGRESQL_VERSIONS, random()),
  };
}

function hosts(count: number, random: Random) {
  return { hosts: count, processes: count * weighted(PROCESSES_A_HOST, random()) };
}
