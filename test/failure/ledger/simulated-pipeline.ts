import { TOPOLOGY } from '@heliograph/schema';
import { type Random, uuidFrom } from '../../../packages/devtools/src/random.ts';
import { type Answers, createAnswers, type Told } from './answers.ts';
import type { DeadLetterSeen, Evidence, LogEntry, Seen } from './evidence.ts';
import type { Expected, PlannedRequest, Poison, Subject, Workload } from './expectation.ts';
import { createLatestReports } from './latest-reports.ts';
import type { Ledger } from './ledger.ts';
import { createLog } from './simulated-log.ts';
import { createRequests, createStores } from './simulated-stores.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };

/** What happens to a request on its way: whether its source is answered, and how often it reaches the log. */
export interface Way {
  readonly told: Told | undefined;
  readonly arrivals: number;
  /** Its records are taken in at once, and reach the log only behind the next erasure. */
  readonly late?: boolean;
}

const PARTITIONS = 6;

/** A pipeline without a fault, in memory: the evidence that a run would leave whose requests go those ways. */
export function simulate(
  workload: Workload,
  wayOf: (request: PlannedRequest) => Way,
  startMs: number,
): { ledger: Ledger; evidence: Mutable<Evidence> } {
  const answers = createAnswers();
  const log = createLog();
  const raw: LogEntry[] = [];
  const sanitized: LogEntry[] = [];
  const observationLog: LogEntry[] = [];
  const observations: Seen[] = [];
  const dead: DeadLetterSeen[] = [];
  const requests = createRequests(log);
  const stores = createStores();
  const used = new Set<string>();
  const latest = createLatestReports();
  const erased = new Map<string, { readonly times: number; readonly receivedAt: string }>();
  const poison = [...workload.poison.entries()];
  const held: (() => void)[] = [];
  let nowMs = startMs;

  function arrive(expected: Expected, receivedAt: string): void {
    const partition = partitionOf(expected.systemKey);
    raw.push(log.entry('raw', partition, expected.id, receivedAt));
    sanitized.push(log.entry('sanitized', partition, expected.id, receivedAt));
    const erasure = erased.get(expected.systemKey);
    if (erasure !== undefined && receivedAt <= erasure.receivedAt) return;
    const keys = [`id ${expected.id}`, `claim ${expected.claim} ${erasure?.times}`];
    const claim = keys.at(-1) ?? '';
    const isUsed = used.has(claim) && !latest.isReturn(expected, claim, receivedAt);
    if (isUsed || used.has(`id ${expected.id}`)) return;
    for (const key of keys) used.add(key);
    latest.counted(expected, claim, receivedAt);
    const entry = log.entry('observations', partition, expected.id, receivedAt);
    observationLog.push(entry);
    observations.push(seen(expected, entry));
    stores.put(seen(expected, entry));
  }

  function erase(subject: Subject, id: string): void {
    const receivedAt = new Date(nowMs).toISOString();
    requests.arrive(subject, id, partitionOf(subject.systemKey), receivedAt);
    erased.set(subject.systemKey, { times: (erased.get(subject.systemKey)?.times ?? 0) + 1, receivedAt });
    stores.erase(subject);
    latest.erased(subject.systemKey);
  }

  function die(place: number, { topic, key, name, value, reason }: Poison): void {
    answers.poison(place, true);
    const entry = log.entry(topic, partitionOf(key), name, '');
    ({ raw, sanitized, observations: observationLog })[topic].push(entry);
    for (const stage of TOPOLOGY[topic].readers)
      dead.push({ at: log.entry(`${topic}.dead`, 0, name, '').at, origin: entry.at, stage, reason, value });
  }

  function reach({ index, envelopes, erases }: PlannedRequest, way: Way): void {
    const receivedAt = new Date(nowMs).toISOString();
    const records = envelopes.flatMap((envelope) => envelope.records);
    for (let i = 0; i < way.arrivals; i += 1) {
      if (erases !== undefined) erase(erases, uuidFrom(`${index}/${i}`));
      else if (way.late) held.push(...records.map((expected) => () => arrive(expected, receivedAt)));
      else for (const expected of records) arrive(expected, receivedAt);
    }
    if (erases !== undefined) for (const late of held.splice(0)) late();
  }

  for (const request of [...workload.requests, workload.sentinels]) {
    nowMs += 7;
    for (const [place, one] of poison.splice(0, poison.filter(([, p]) => p.afterRequest <= request.index).length))
      die(place, one);
    const { index, after } = request;
    const isHeldBack = after !== undefined && answers.erasureId(after) === undefined;
    const way: Way = isHeldBack ? { told: undefined, arrivals: 0 } : wayOf(request);
    reach(request, way);
    tell(answers, request, way.told, uuidFrom(`${index}/${way.arrivals - 1}`));
    for (let i = 0; way.told !== undefined && i < Math.max(way.arrivals, 1); i += 1)
      answers.attempted({ request: index, gateway: '', outcome: 202, atMs: nowMs, tookMs: 1 });
  }
  for (const late of held) late();
  const logs = { raw, sanitized, observationLog, observations, dead, ...requests.logs };
  return { ledger: { workload, answers }, evidence: { ...logs, ...stores.tables() } };
}

function partitionOf(key: string): number {
  let sum = 0;
  for (let i = 0; i < key.length; i += 1) sum += key.charCodeAt(i);
  return sum % PARTITIONS;
}

function tell(answers: Answers, request: PlannedRequest, told: Told | undefined, erasureId: string): void {
  if (told === undefined) return;
  answers.begin(request);
  if (told === 'unanswered') return;
  const each = request.envelopes.map(({ answer }): Told => (answer === 'accepted' ? 'acknowledged' : 'refused'));
  answers.settle(request, {
    settled: true,
    told: each,
    faults: [],
    ...(request.erases === undefined ? {} : { erasureId }),
  });
}

function seen(expected: Expected, { at, receivedAt }: LogEntry): Seen {
  const observedAt = expected.observedAt ?? receivedAt;
  const { application, telemetryType, channel, systemKey, time, payload } = expected;
  const same = { application, telemetryType, channel, systemKey, time, payload };
  const clockClamped = expected.observedAt === undefined;
  const day = observedAt.slice(0, 10);
  return { ...same, at, name: expected.id, schemaVersion: 1, observedAt, receivedAt, day, clockClamped };
}

/** Most requests are answered at once; some arrive late, twice, unheard, or not at all, and some are never begun. */
export function someWay(random: Random): (request: PlannedRequest) => Way {
  return () => {
    const at = random();
    if (at < 0.1) return { told: 'acknowledged', arrivals: 1, late: true };
    if (at < 0.8) return { told: 'acknowledged', arrivals: 1 };
    if (at < 0.88) return { told: 'acknowledged', arrivals: 2 };
    if (at < 0.93) return { told: 'unanswered', arrivals: 1 };
    if (at < 0.97) return { told: 'unanswered', arrivals: 0 };
    return { told: undefined, arrivals: 0 };
  };
}
