import { RECEIPT_STORES } from '@heliograph/schema';
import type { Evidence, LogEntry, RequestEntry } from './evidence.ts';
import { doubled, type Finding, grouped, lost, unexplained } from './finding.ts';
import type { Asked, Book } from './ledger.ts';

/**
 * Each erasure that was answered is in the log, where the reports of its system are, and each that is in the log goes on
 * through every topic and has the receipt of every store in the end.
 */
export function checkErasures(book: Book, evidence: Evidence): Finding[] {
  return [
    ...checkAsked(book, evidence.rawRequests),
    ...checkOrder(book, evidence),
    ...checkJourney(book, evidence),
    ...checkReceipts(evidence),
  ];
}

const nameOf = ({ name }: LogEntry) => name;
const systemIn = ({ application, system }: RequestEntry) => `${application}/${system}`;
const systemOf = ({ subject }: Asked) => `${subject.application}/${subject.systemId}`;

/** An attempt that nobody answered may be in the log; nobody knows under which receipt. */
function* checkAsked({ asked }: Book, raw: readonly RequestEntry[]): Generator<Finding> {
  const inLog = grouped(raw, nameOf);
  for (const { request, receipt, subject } of asked) {
    if (receipt === undefined) continue;
    const [entry] = inLog.get(receipt) ?? [];
    if (entry === undefined) yield lost(`the erasure of request ${request} was accepted, and is not in raw`, receipt);
    const { application, telemetryType = '', systemId } = subject;
    if (entry !== undefined && contentOf(entry) !== `erasure ${application}/${telemetryType}/${systemId}`)
      yield unexplained(`${entry.at} is not what request ${request} asked for: ${contentOf(entry)}`, receipt);
  }
  const attempts = grouped(asked, systemOf);
  for (const [system, entries] of grouped(raw, systemIn)) {
    const allowed = (attempts.get(system) ?? []).reduce((sum, one) => sum + one.attempts, 0);
    if (new Set(entries.map(nameOf)).size > allowed)
      yield unexplained(`${entries.length} requests in raw for ${allowed} attempts`, entries[0]?.name ?? '');
  }
}

/** An erasure stands in the partition of its system; what was sent once it had been answered, behind it. */
function* checkOrder({ asked, entries }: Book, { raw, rawRequests }: Evidence): Generator<Finding> {
  const partitions = new Map(raw.map(({ name, partition }) => [keyOf(entries.get(name)?.expected), partition]));
  const receipts = new Map(rawRequests.map((entry) => [entry.name, entry]));
  const erasures = new Map<number, RequestEntry>();
  for (const { request, receipt = '', subject } of asked) {
    const entry = receipts.get(receipt);
    if (entry === undefined) continue;
    erasures.set(request, entry);
    const partition = partitions.get(keyOf(subject)) ?? entry.partition;
    if (partition !== entry.partition)
      yield unexplained(`${entry.at}, and its system is in partition ${partition}`, receipt);
  }
  const inLog = grouped(raw, nameOf);
  for (const { expected, after } of entries.values()) {
    const erasure = after === undefined ? undefined : erasures.get(after);
    for (const { at, receivedAt } of erasure === undefined ? [] : (inLog.get(expected.id) ?? []))
      if (erasure !== undefined && receivedAt <= erasure.receivedAt)
        yield unexplained(`${at} was sent after ${erasure.at} had been answered, and received before it`, expected.id);
  }
}

function keyOf(system: { readonly application: string; readonly systemKey: string } | undefined): string {
  return `${system?.application}/${system?.systemKey}`;
}

const LATER = [
  ['sanitized', 'sanitizedRequests'],
  ['observations', 'observedRequests'],
  ['erasures', 'erasures'],
] as const;

/**
 * From the log to every topic behind it, with the keys of the system in place of its id. Like a report, a request may be twice
 * in the log where a gateway was not told that it had been written; dedup passes it on once.
 */
function* checkJourney({ asked }: Book, evidence: Evidence): Generator<Finding> {
  const keys = new Map(asked.map((one) => [systemOf(one), one.subject.systemKey]));
  const raw = grouped(evidence.rawRequests, nameOf);
  for (const [topic, list] of LATER) {
    const found = grouped(evidence[list], nameOf);
    for (const [receipt, origins] of raw) {
      const [origin] = origins;
      const entries = found.get(receipt) ?? [];
      const [entry] = entries;
      const times = topic === 'sanitized' ? origins.length : 1;
      if (origin === undefined) continue;
      if (entries.length < times)
        yield lost(`${origin.at} is ${entries.length} times in ${topic}, not ${times}`, receipt);
      if (entries.length > times) yield doubled(`${entries.length} times in ${topic}, not ${times}`, receipt);
      if (entry === undefined) continue;
      const wanted = contentOf({ ...origin, system: keys.get(systemIn(origin)) ?? '' });
      if (contentOf(entry) !== wanted || entry.receivedAt !== origin.receivedAt)
        yield unexplained(`${entry.at} has another content than ${origin.at}: ${contentOf(entry)}`, receipt);
    }
    for (const [receipt, [entry]] of found)
      if (!raw.has(receipt)) yield unexplained(`nobody asked for what is in ${entry?.at}`, receipt);
  }
}

function contentOf({ kind, application, telemetryType, system }: RequestEntry): string {
  return `${kind} ${application}/${telemetryType}/${system}`;
}

function* checkReceipts({ rawRequests, receipts }: Evidence): Generator<Finding> {
  const byName = grouped(receipts, ({ receipt }) => receipt);
  const raw = grouped(rawRequests, nameOf);
  for (const [receipt, [origin]] of raw)
    for (const store of RECEIPT_STORES) {
      const [found, ...more] = (byName.get(receipt) ?? []).filter((one) => one.store === store);
      if (found === undefined) yield lost(`${origin?.at} has no receipt of ${store}`, receipt);
      if (more.length > 0) yield doubled(`${more.length + 1} receipts of ${store}`, receipt);
      if (found !== undefined && (found.kind !== origin?.kind || found.receivedAt !== origin.receivedAt))
        yield unexplained(`the receipt of ${store} differs from ${origin?.at}`, receipt);
    }
  const stores: readonly string[] = RECEIPT_STORES;
  for (const { receipt, store } of receipts)
    if (!raw.has(receipt) || !stores.includes(store))
      yield unexplained(`a receipt of ${store} that nobody asked for`, receipt);
}
