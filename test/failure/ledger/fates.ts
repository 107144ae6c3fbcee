import type { Evidence, LogEntry, RequestEntry } from './evidence.ts';
import type { Expected } from './expectation.ts';
import { createLatestReports } from './latest-reports.ts';
import type { Book } from './ledger.ts';

/** What has to become of everything in the log, going by the order in which it stands there. */
export interface Fates {
  /** What has to be in `observations`, by its id: the entry of the log that counts. */
  readonly counted: ReadonlyMap<string, LogEntry>;
  /** Ids of those of them whose system has not been erased since; everything else must be nowhere but in the logs. */
  readonly kept: ReadonlySet<string>;
  /** Ids of what came after an erasure of its system, and was received before it. */
  readonly refused: ReadonlySet<string>;
  /** Systems (`application/telemetry type/system key`) that have been erased, once or more. */
  readonly erased: ReadonlySet<string>;
  /** Entries of the log. */
  readonly counts: { readonly duplicates: number; readonly erased: number };
}

/**
 * An erasure takes all that stands before it in the log, and what was received until then
 * though it comes later. After it the system starts afresh, but for ids, which stay used up. Pure.
 */
export function fatesOf(book: Book, { raw, rawRequests }: Pick<Evidence, 'raw' | 'rawRequests'>): Fates {
  const subjects = subjectsOf(book);
  const eras = new Map<string, Era>();
  const [counted, claims, refused] = [new Map<string, LogEntry>(), new Set<string>(), new Set<string>()];
  const latest = createLatestReports();
  const kept = new Map<string, Set<string>>();
  const counts = { duplicates: 0, erased: 0 };
  const receipts = new Set<string>();

  function erase(request: RequestEntry): void {
    if (request.kind !== 'erasure' || receipts.has(request.name)) return;
    receipts.add(request.name);
    const system = subjects.get(`${request.application}/${request.system}`);
    if (system === undefined) return;
    const { number, receivedAt } = eras.get(system) ?? BEFORE;
    eras.set(system, { number: number + 1, receivedAt: later(receivedAt, request.receivedAt) });
    counts.erased += kept.get(system)?.size ?? 0;
    kept.delete(system);
    latest.erased(system.split('/').at(-1) ?? '');
  }

  function count(entry: LogEntry, expected: Expected | undefined): void {
    if (expected === undefined) return;
    const system = systemOf(expected);
    const { number, receivedAt } = eras.get(system) ?? BEFORE;
    const claim = `${expected.claim} ${number}`;
    if (entry.receivedAt <= receivedAt) {
      refused.add(entry.name);
      counts.erased += 1;
    } else if (counted.has(entry.name) || (claims.has(claim) && !latest.isReturn(expected, claim, entry.receivedAt))) {
      counts.duplicates += 1;
    } else {
      claims.add(claim);
      latest.counted(expected, claim, entry.receivedAt);
      counted.set(entry.name, entry);
      kept.set(system, (kept.get(system) ?? new Set()).add(entry.name));
    }
  }

  const steps = [
    ...raw.map((entry) => ({ entry, take: () => count(entry, book.entries.get(entry.name)?.expected) })),
    ...rawRequests.map((entry) => ({ entry, take: () => erase(entry) })),
  ];
  for (const { take } of steps.toSorted((a, b) => inOrder(a.entry, b.entry))) take();
  const all = new Set([...kept.values()].flatMap((names) => [...names]));
  return { counted, kept: all, refused, erased: new Set(eras.keys()), counts };
}

export function systemOf({ application, telemetryType, systemKey }: NamedSystem): string {
  return `${application}/${telemetryType}/${systemKey}`;
}

type NamedSystem = Pick<Expected, 'application' | 'telemetryType' | 'systemKey'>;

interface Era {
  readonly number: number;
  /** When the latest of its erasures was taken in. */
  readonly receivedAt: string;
}

const BEFORE: Era = { number: 0, receivedAt: '' };
/** Both are ISO 8601 in UTC with milliseconds. */
const later = (a: string, b: string) => (a < b ? b : a);
const inOrder = (a: LogEntry, b: LogEntry) => a.partition - b.partition || (a.offset < b.offset ? -1 : 1);

/** The system that is meant by an application and a system id: in this workload an application has one telemetry type. */
function subjectsOf({ asked, entries }: Book): Map<string, string> {
  const types = new Map([...entries.values()].map(({ expected }) => [expected.application, expected.telemetryType]));
  const named = asked.map(({ subject }): [string, string] => {
    const { application, systemId, systemKey, telemetryType = types.get(application) ?? '' } = subject;
    return [`${application}/${systemId}`, systemOf({ application, telemetryType, systemKey })];
  });
  return new Map(named);
}
