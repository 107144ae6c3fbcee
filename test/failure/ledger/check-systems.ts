import type { ActiveDay, Evidence, Seen, SystemSeen } from './evidence.ts';
import { type Fates, systemOf } from './fates.ts';
import { doubled, type Finding, grouped, left, lost, unexplained } from './finding.ts';

/** Every table of systems has each system that was observed since it was last erased, and of it the newest observation. */
export function checkSystems(fates: Fates, evidence: Evidence): Finding[] {
  const { systems, systemRows, latestRows, activeDays } = evidence;
  const observations = evidence.observations.filter(({ name }) => !fates.counted.has(name) || fates.kept.has(name));
  const bySystem = grouped(observations, systemOf);
  const byDay = grouped(observations, (seen) => `${systemOf(seen)}/${seen.channel}/${seen.day}`);
  // What an erasure leaves in the topic, of whatever was or was not known. A broker keeps it for a day.
  const tombstones = new Set([...fates.erased].filter((system) => !bySystem.has(system)));
  return [
    ...checkTable('the topic systems', systems, bySystem, fates, tombstones),
    ...checkTable('telemetry.systems', systemRows, bySystem, fates),
    ...checkTable('summary.latest', latestRows, byDay, fates),
    ...checkActivity(activeDays, byDay, fates),
  ];
}

function* checkTable(
  table: string,
  entries: readonly SystemSeen[],
  observed: ReadonlyMap<string, readonly Seen[]>,
  fates: Fates,
  tombstones: ReadonlySet<string> = new Set(),
): Generator<Finding> {
  const found = new Map(entries.map((entry) => [entry.system, entry]));
  if (found.size !== entries.length) yield unexplained(`${table} has a system twice`, '');
  const isErased = (name: string) => fates.counted.has(name) && !fates.kept.has(name);
  for (const [system, observations] of observed) {
    const entry = found.get(system);
    if (entry === undefined) {
      yield lost(`not in ${table}`, system);
      continue;
    }
    const [newest] = observations.toSorted(newestFirst);
    const isNewest = observations.some((one) => one.name === entry.name && newest && newestFirst(one, newest) === 0);
    const what = `${table} has ${entry.name} of ${entry.observedAt}; the newest is ${newest?.name}`;
    if (isErased(entry.name)) yield left(what, system);
    else if (!isNewest || entry.observedAt !== newest?.observedAt) yield unexplained(what, system);
    const first = observations.map(({ observedAt }) => observedAt).toSorted()[0];
    if (entry.firstSeen !== undefined && entry.firstSeen !== first)
      yield unexplained(`${table} has it first seen ${entry.firstSeen}, and not ${first}`, system);
  }
  for (const system of tombstones) if (!found.has(system)) yield lost(`no tombstone in ${table}`, system);
  for (const [system, { name, observedAt }] of found)
    if (tombstones.has(system) && name === '' && observedAt === '') continue;
    else if (isErased(name) && !observed.has(system)) yield left(`in ${table}, though it was erased`, system);
    else if (!observed.has(system)) yield unexplained(`in ${table}, and never observed`, system);
}

/** `summary.months` has each day on which a system was observed since it was last erased, and no other one. */
function* checkActivity(
  days: readonly ActiveDay[],
  observed: ReadonlyMap<string, readonly Seen[]>,
  { erased }: Fates,
): Generator<Finding> {
  const found = grouped(days, ({ system }) => system);
  for (const system of observed.keys()) if (!found.has(system)) yield lost('not in summary.months', system);
  for (const [system, { length }] of found) {
    if (length > 1) yield doubled(`${length} times in summary.months`, system);
    if (observed.has(system)) continue;
    const isErased = erased.has(system.split('/').slice(0, 3).join('/'));
    if (isErased) yield left('in summary.months, though it was erased', system);
    else yield unexplained('in summary.months, and never observed', system);
  }
}

/** By `observed_at`, then by `received_at`: DESIGN, section 6. Both are of one form, so that text order is their order. */
function newestFirst(a: Seen, b: Seen): number {
  return compare(b.observedAt, a.observedAt) || compare(b.receivedAt, a.receivedAt);
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
