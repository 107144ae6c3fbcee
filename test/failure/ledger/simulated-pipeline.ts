import { epochNanos, parseRfc3339, TOPOLOGY } from '@heliograph/schema';
import type { Random } from '../../../packages/cli/src/random.ts';
import { type Answers, createAnswers, type Told } from './answers.ts';
import { pointColumns } from './canonical.ts';
import type { DeadLetterSeen, Evidence, LogEntry, PointSeen, Seen, SystemSeen } from './evidence.ts';
import type { Expected, PlannedRequest, Poison, Workload } from './expectation.ts';
import type { Ledger } from './ledger.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };

/** What happens to a request on its way: whether its source is answered, and how often it reaches the log. */
export interface Way {
  readonly told: Told | undefined;
  readonly arrivals: number;
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
  const counted = new Set<string>();
  const poison = [...workload.poison.entries()];
  let nowMs = startMs;

  function arrive(expected: Expected): void {
    const partition = partitionOf(expected.systemKey);
    const receivedAt = new Date(nowMs).toISOString();
    raw.push(log.entry('raw', partition, expected.id, receivedAt));
    sanitized.push(log.entry('sanitized', partition, expected.id, receivedAt));
    if (counted.has(expected.claim)) return;
    counted.add(expected.claim);
    const entry = log.entry('observations', partition, expected.id, receivedAt);
    observationLog.push(entry);
    observations.push(seen(expected, entry));
  }

  function die(place: number, { topic, key, name, value, reason }: Poison): void {
    answers.poison(place, true);
    const entry = log.entry(topic, partitionOf(key), name, '');
    ({ raw, sanitized, observations: observationLog })[topic].push(entry);
    for (const stage of TOPOLOGY[topic].readers.filter((reader) => reader !== 'cli'))
      dead.push({ at: log.entry(`${topic}.dead`, 0, name, '').at, origin: entry.at, stage, reason, value });
  }

  for (const request of [...workload.requests, workload.sentinels]) {
    nowMs += 7;
    for (const [place, one] of poison.splice(0, poison.filter(([, p]) => p.afterRequest <= request.index).length))
      die(place, one);
    const way = wayOf(request);
    for (let i = 0; i < way.arrivals; i += 1)
      for (const expected of request.envelopes.flatMap(({ records }) => records)) arrive(expected);
    tell(answers, request, way.told);
  }
  const points = observations.map(pointOf);
  const evidence = { raw, sanitized, observationLog, observations, dead, points };
  const rows = observations.map((one) => ({ ...one, at: 'postgresql' }));
  return { ledger: { workload, answers }, evidence: { ...evidence, rows, ...tablesOf(observations) } };
}

function createLog() {
  const ends = new Map<string, bigint>();
  return {
    entry(topic: string, partition: number, name: string, receivedAt: string): LogEntry {
      const offset = ends.get(`${topic}/${partition}`) ?? 0n;
      ends.set(`${topic}/${partition}`, offset + 1n);
      return { at: `${topic}/${partition}/${offset}`, partition, offset, name, receivedAt };
    },
  };
}

function partitionOf(key: string): number {
  let sum = 0;
  for (let i = 0; i < key.length; i += 1) sum += key.charCodeAt(i);
  return sum % PARTITIONS;
}

function tell(answers: Answers, request: PlannedRequest, told: Told | undefined): void {
  if (told === undefined) return;
  answers.begin(request);
  if (told === 'unanswered') return;
  const each = request.envelopes.map(({ answer }): Told => (answer === 'accepted' ? 'acknowledged' : 'refused'));
  answers.settle(request, { settled: true, told: each, faults: [] });
}

function seen(expected: Expected, { at, receivedAt }: LogEntry): Seen {
  const observedAt = expected.observedAt ?? receivedAt;
  const { application, telemetryType, channel, systemKey, time, payload } = expected;
  const same = { application, telemetryType, channel, systemKey, time, payload };
  const clockClamped = expected.observedAt === undefined;
  const day = observedAt.slice(0, 10);
  return { ...same, at, name: expected.id, schemaVersion: 1, observedAt, receivedAt, day, clockClamped };
}

function pointOf(one: Seen): PointSeen {
  const measurement = one.application === 'pulp' ? 'pulp_status' : 'host_telemetry';
  const sent = parseRfc3339(one.time);
  const clamped = BigInt(Date.parse(one.observedAt)) * 1_000_000n + 123_456n;
  const timeNs = one.clockClamped || sent === undefined ? clamped : epochNanos(sent);
  const columns = pointColumns(JSON.parse(one.payload), one.channel);
  return { measurement, systemKey: one.systemKey, timeNs: timeNs.toString(), columns };
}

function tablesOf(observations: readonly Seen[]) {
  const systems = new Map<string, Seen>();
  const days = new Map<string, Seen>();
  const first = new Map<string, string>();
  const put = (map: Map<string, Seen>, key: string, one: Seen) => {
    const known = map.get(key);
    if (known === undefined || `${one.observedAt}${one.receivedAt}` > `${known.observedAt}${known.receivedAt}`)
      map.set(key, one);
  };
  for (const one of observations) {
    const system = `${one.application}/${one.telemetryType}/${one.systemKey}`;
    put(systems, system, one);
    put(days, `${system}/${one.channel}/${one.day}`, one);
    if (one.observedAt < (first.get(system) ?? '9')) first.set(system, one.observedAt);
  }
  const list = (at: string, map: ReadonlyMap<string, Seen>): SystemSeen[] =>
    [...map].map(([system, { name, observedAt }]) => ({ at, system, name, observedAt }));
  return {
    systems: list('systems', systems),
    systemRows: list('telemetry.systems', systems).map((one) => ({ ...one, firstSeen: first.get(one.system) ?? '' })),
    latestRows: list('summary.latest', days),
  };
}

/** Most requests are answered at once; some arrive twice, some unheard, some not at all, and some are never begun. */
export function someWay(random: Random): (request: PlannedRequest) => Way {
  return () => {
    const at = random();
    if (at < 0.8) return { told: 'acknowledged', arrivals: 1 };
    if (at < 0.88) return { told: 'acknowledged', arrivals: 2 };
    if (at < 0.93) return { told: 'unanswered', arrivals: 1 };
    if (at < 0.97) return { told: 'unanswered', arrivals: 0 };
    return { told: undefined, arrivals: 0 };
  };
}
