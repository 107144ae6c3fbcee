import { receiptOf } from '@heliograph/runtime';
import { epochNanos, parseRfc3339, precisionNanos, RECEIPT_STORES } from '@heliograph/schema';
import { pointColumns } from './canonical.ts';
import type { PointSeen, ReceiptSeen, RequestEntry, Seen, SystemSeen } from './evidence.ts';
import type { Subject } from './expectation.ts';
import { systemOf } from './fates.ts';
import type { SimulatedLog } from './simulated-log.ts';

/** The logs that erasures are in, and what the stores say of them. */
export function createRequests(log: SimulatedLog) {
  const rawRequests: RequestEntry[] = [];
  const sanitizedRequests: RequestEntry[] = [];
  const observedRequests: RequestEntry[] = [];
  const erasures: RequestEntry[] = [];
  const receipts: ReceiptSeen[] = [];
  return {
    logs: { rawRequests, sanitizedRequests, observedRequests, erasures, receipts },
    arrive(
      { application, telemetryType = '', systemId, systemKey }: Subject,
      id: string,
      partition: number,
      at: string,
    ) {
      const receipt = receiptOf(id);
      const entry = (topic: string, system: string): RequestEntry => {
        const request = { kind: 'erasure', application, telemetryType, system };
        return { ...log.entry(topic, partition, receipt, at), ...request };
      };
      rawRequests.push(entry('raw', systemId));
      sanitizedRequests.push(entry('sanitized', systemKey));
      observedRequests.push(entry('observations', systemKey));
      erasures.push(entry('erasures', systemKey));
      for (const store of RECEIPT_STORES) receipts.push({ receipt, store, kind: 'erasure', receivedAt: at });
    },
  };
}

/** PostgreSQL, InfluxDB, the summarizer's table and the topic of systems; a system is told by its key alone. */
export function createStores() {
  let stored: Seen[] = [];
  const erased = new Set<string>();
  return {
    put: (one: Seen) => void stored.push(one),
    erase({ application, systemKey }: Subject) {
      const telemetryType = application === 'pulp' ? 'status' : 'host_telemetry';
      erased.add(systemOf({ application, telemetryType, systemKey }));
      stored = stored.filter((one) => one.systemKey !== systemKey);
    },
    tables() {
      const tables = tablesOf(stored);
      const alive = new Set(tables.systems.map(({ system }) => system));
      const gone = [...erased].filter((system) => !alive.has(system));
      const tombstones = gone.map((system): SystemSeen => ({ at: 'systems', system, name: '', observedAt: '' }));
      const rows = stored.map((one) => ({ ...one, at: 'postgresql' }));
      return { ...tables, systems: [...tables.systems, ...tombstones], rows, points: stored.map(pointOf) };
    },
  };
}

function pointOf(one: Seen): PointSeen {
  const measurement = one.application === 'pulp' ? 'pulp_status' : 'host_telemetry';
  const sent = parseRfc3339(one.time);
  const clamped = BigInt(Date.parse(one.observedAt)) * 1_000_000n + 123_456n;
  const unsaid = 123_456n % BigInt(precisionNanos(one.time));
  const timeNs = one.clockClamped || sent === undefined ? clamped : epochNanos(sent) + unsaid;
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
    const system = systemOf(one);
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
    activeDays: [...days.keys()].map((system) => ({ system })),
  };
}
