import type { Evidence, LogEntry, Seen } from './evidence.ts';
import type { Expected } from './expectation.ts';
import { doubled, type Finding, grouped, lost, unexplained } from './finding.ts';
import type { Book, Entry } from './ledger.ts';

const nameOf = ({ name }: { readonly name: string }) => name;

/** From the log to `observations`: what arrived comes out once a claim, in order, in its partition, with its content. */
export function checkFlow(book: Book, evidence: Evidence, poison: ReadonlySet<string>): Finding[] {
  const raw = grouped(evidence.raw, nameOf);
  const sanitized = grouped(evidence.sanitized, nameOf);
  const observed = grouped(evidence.observations, nameOf);
  const findings: Finding[] = [];
  for (const entry of book.entries.values()) {
    const { id } = entry.expected;
    findings.push(...checkArrival(entry, raw.get(id) ?? [], sanitized.get(id) ?? []));
  }
  for (const claim of book.claims.values()) {
    const arrived = claim.flatMap(({ expected }) => raw.get(expected.id) ?? []);
    const counted = claim.flatMap(({ expected }) => observed.get(expected.id) ?? []);
    findings.push(...checkClaim(claim, arrived, counted));
  }
  const isForeign = (name: string) => !book.entries.has(name) && !poison.has(name);
  for (const { at, name } of [...evidence.raw, ...evidence.sanitized, ...evidence.observationLog])
    if (isForeign(name)) findings.push(unexplained(`nobody sent what is in ${at}`, name));
  return findings;
}

function* checkArrival({ expected, told }: Entry, raw: LogEntry[], sanitized: LogEntry[]): Generator<Finding> {
  const { id } = expected;
  if (told === 'acknowledged' && raw.length === 0) yield lost('acknowledged, and not in raw', id);
  if (raw.length > 0 && (told === undefined || told === 'refused'))
    yield unexplained(`in raw, though it was ${told ?? 'never sent'}`, id);
  if (sanitized.length < raw.length) yield lost(`${raw.length} in raw, ${sanitized.length} in sanitized`, id);
  if (sanitized.length > raw.length) yield doubled(`${raw.length} in raw, ${sanitized.length} in sanitized`, id);
}

function* checkClaim(claim: readonly Entry[], arrived: LogEntry[], counted: Seen[]): Generator<Finding> {
  const name = claim[0]?.expected.claim ?? '';
  const partitions = new Set([...arrived.map(({ partition }) => partition), ...counted.map(partitionOf)]);
  if (partitions.size > 1) yield unexplained(`one system in partitions ${[...partitions].join(', ')}`, name);
  if (counted.length > 1) yield doubled(`counted ${counted.length} times in observations`, name);
  const [first] = arrived.toSorted((a, b) => (a.offset < b.offset ? -1 : 1));
  const [only] = counted;
  if (first !== undefined && only === undefined) yield lost('in raw, and nothing of its claim in observations', name);
  if (only === undefined) return;
  if (first === undefined) yield unexplained('in observations, and not in raw', name);
  else if (only.name !== first.name || only.receivedAt !== first.receivedAt)
    yield unexplained(`${only.at} was counted, though ${first.at} came first`, name);
  for (const one of counted) {
    const expected = claim.find((entry) => entry.expected.id === one.name)?.expected;
    const wrong = expected === undefined ? [] : differences(expected, one);
    if (wrong.length > 0) yield unexplained(`${one.at} has another content: ${wrong.join(', ')}`, one.name);
  }
}

const partitionOf = ({ at }: Seen) => Number(at.split('/')[1]);

/** The names of the members that are not as the request says. */
function differences(expected: Expected, seen: Seen): string[] {
  const observedAt = expected.observedAt ?? seen.receivedAt;
  const wanted: Partial<Seen> = {
    application: expected.application,
    telemetryType: expected.telemetryType,
    schemaVersion: 1,
    channel: expected.channel,
    systemKey: expected.systemKey,
    time: expected.time,
    observedAt,
    day: observedAt.slice(0, 10),
    clockClamped: expected.observedAt === undefined,
    payload: expected.payload,
  };
  return (Object.keys(wanted) as (keyof Seen)[]).filter((member) => wanted[member] !== seen[member]);
}
