import type { Evidence, Seen, SystemSeen } from './evidence.ts';
import { type Finding, grouped, lost, unexplained } from './finding.ts';

/** Every table of systems has each system that was observed, and of it the newest observation. */
export function checkSystems({ observations, systems, systemRows, latestRows }: Evidence): Finding[] {
  const bySystem = grouped(observations, systemOf);
  const byDay = grouped(observations, (seen) => `${systemOf(seen)}/${seen.channel}/${seen.day}`);
  return [
    ...checkTable('the topic systems', systems, bySystem),
    ...checkTable('telemetry.systems', systemRows, bySystem),
    ...checkTable('summary.latest', latestRows, byDay),
  ];
}

const systemOf = ({ application, telemetryType, systemKey }: Seen) => `${application}/${telemetryType}/${systemKey}`;

function* checkTable(
  table: string,
  entries: readonly SystemSeen[],
  observed: ReadonlyMap<string, readonly Seen[]>,
): Generator<Finding> {
  const found = new Map(entries.map((entry) => [entry.system, entry]));
  if (found.size !== entries.length) yield unexplained(`${table} has a system twice`, '');
  for (const [system, observations] of observed) {
    const entry = found.get(system);
    if (entry === undefined) {
      yield lost(`not in ${table}`, system);
      continue;
    }
    const [newest] = observations.toSorted(newestFirst);
    const isNewest = observations.some((one) => one.name === entry.name && newest && newestFirst(one, newest) === 0);
    if (!isNewest || entry.observedAt !== newest?.observedAt)
      yield unexplained(`${table} has ${entry.name} of ${entry.observedAt}; the newest is ${newest?.name}`, system);
    const first = observations.map(({ observedAt }) => observedAt).toSorted()[0];
    if (entry.firstSeen !== undefined && entry.firstSeen !== first)
      yield unexplained(`${table} has it first seen ${entry.firstSeen}, and not ${first}`, system);
  }
  for (const system of found.keys())
    if (!observed.has(system)) yield unexplained(`in ${table}, and never observed`, system);
}

/** By `observed_at`, then by `received_at`: DESIGN, section 6. Both are of one form, so that text order is their order. */
function newestFirst(a: Seen, b: Seen): number {
  return compare(b.observedAt, a.observedAt) || compare(b.receivedAt, a.receivedAt);
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
