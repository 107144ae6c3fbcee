import type { Evidence, LogEntry, Seen } from './evidence.ts';
import type { Expected } from './expectation.ts';
import type { Fates } from './fates.ts';
import { doubled, type Finding, grouped, left, lost, unexplained } from './finding.ts';
import type { Book, Entry } from './ledger.ts';

const nameOf = ({ name }: { readonly name: string }) => name;

/**
 * From the log to `observations`: what arrived comes out once a claim, in order, in its partition, with its content; what
 * was received before an erasure of its system, and came after it, does not.
 */
export function checkFlow(book: Book, fates: Fates, evidence: Evidence, poison: ReadonlySet<string>): Finding[] {
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
    findings.push(...checkClaim(claim, fates, arrived, counted));
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

function* checkClaim(claim: readonly Entry[], fates: Fates, arrived: LogEntry[], counted: Seen[]): Generator<Finding> {
  const name = claim[0]?.expected.claim ?? '';
  const partitions = new Set([...arrived.map(({ partition }) => partition), ...counted.map(partitionOf)]);
  if (partitions.size > 1) yield unexplained(`one system in partitions ${[...partitions].join(', ')}`, name);
  const wanted = new Map<string, LogEntry>();
  for (const { expected } of claim) {
    const entry = fates.counted.get(expected.id);
    if (entry !== undefined) wanted.set(expected.id, entry);
  }
  const surplus: Seen[] = [];
  for (const one of counted) {
    if (wanted.get(one.name)?.receivedAt === one.receivedAt) wanted.delete(one.name);
    else surplus.push(one);
    const expected = claim.find((each) => each.expected.id === one.name)?.expected;
    const wrong = expected === undefined ? [] : differences(expected, one);
    if (wrong.length > 0) yield unexplained(`${one.at} has another content: ${wrong.join(', ')}`, one.name);
  }
  // One that should not have been counted may stand where another one should: it is one mistake.
  const missing = [...wanted.values()];
  for (const one of surplus) {
    const before = missing.shift();
    if (before !== undefined) yield unexplained(`${one.at} was counted, though ${before.at} came first`, one.name);
    else if (arrived.length === 0) yield unexplained('in observations, and not in raw', one.name);
    else if (fates.refused.has(one.name)) yield left(`${one.at} was received before its system was erased`, one.name);
    else yield doubled(`counted ${counted.length} times in observations`, one.name);
  }
  for (const { at, name: id } of missing) yield lost(`${at} in raw, and nothing of its claim in observations`, id);
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
