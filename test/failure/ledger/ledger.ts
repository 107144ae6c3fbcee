import { receiptOf } from '@heliograph/runtime';
import type { Answers, Told } from './answers.ts';
import type { Expected, PlannedRequest, Subject, Workload } from './expectation.ts';

/** What was planned, and what was told about it. */
export interface Ledger {
  readonly workload: Workload;
  readonly answers: Answers;
}

/** One record as far as it is known before looking at any store. It may have been sent several times under its id. */
export interface Entry {
  readonly expected: Expected;
  /** The best that was told of it: one acknowledgement binds. */
  told: Told | undefined;
  /** The erasure that it was sent after, where it was not sent before as well. */
  after: number | undefined;
  /** The requests that hold it, with what each was told. */
  readonly sent: string[];
}

/** An erasure that was asked for. */
export interface Asked {
  readonly request: number;
  readonly subject: Subject;
  /** Undefined where nobody answered: then each attempt may be in the log, or may not. */
  readonly receipt: string | undefined;
  readonly attempts: number;
}

export interface Book {
  readonly entries: ReadonlyMap<string, Entry>;
  /** The entries of each claim, in the order of the plan. */
  readonly claims: ReadonlyMap<string, readonly Entry[]>;
  readonly asked: readonly Asked[];
  /** Records (not envelopes) by what was told, each time that they were sent. */
  readonly told: Readonly<Record<Told, number>>;
  /** Envelopes that had to be rejected, and were. */
  readonly rejected: number;
}

/** Adds up what was sent and told. Requests that were never begun count for nothing. */
export function openBook({ workload, answers }: Ledger): Book {
  const entries = new Map<string, Entry>();
  const claims = new Map<string, Entry[]>();
  const told = { acknowledged: 0, refused: 0, unanswered: 0 };
  let rejected = 0;
  for (const { index, envelopes, after } of [...workload.requests, workload.sentinels])
    for (const [place, { answer, records }] of envelopes.entries()) {
      const what = answers.told(index, place);
      if (answer !== 'accepted' && what === 'refused') rejected += 1;
      for (const expected of records) {
        const entry = entries.get(expected.id) ?? opened({ expected, after }, entries, claims);
        entry.after = after === undefined ? undefined : entry.after;
        if (what === undefined) continue;
        told[what] += 1;
        entry.told = stronger(entry.told, what);
        entry.sent.push(`request ${index}, envelope ${place}: ${what} (attempts: ${answers.attemptsOf(index)})`);
      }
    }
  const asked = workload.requests.flatMap((request) => askedIn(request, answers));
  return { entries, claims, asked, told, rejected };
}

function askedIn({ index, erases }: PlannedRequest, answers: Answers): Asked[] {
  const attempts = answers.attemptsOf(index);
  if (erases === undefined || attempts === 0) return [];
  const id = answers.erasureId(index);
  return [{ request: index, subject: erases, receipt: id && receiptOf(id), attempts }];
}

function opened(
  { expected, after }: Pick<Entry, 'expected' | 'after'>,
  entries: Map<string, Entry>,
  claims: Map<string, Entry[]>,
): Entry {
  const entry: Entry = { expected, after, told: undefined, sent: [] };
  entries.set(expected.id, entry);
  const claim = claims.get(expected.claim);
  if (claim === undefined) claims.set(expected.claim, [entry]);
  else claim.push(entry);
  return entry;
}

/** Acknowledged binds; unanswered allows; refused, or nothing, forbids. */
function stronger(one: Told | undefined, other: Told): Told {
  if (one === 'acknowledged' || other === 'acknowledged') return 'acknowledged';
  return one === 'unanswered' || other === 'unanswered' ? 'unanswered' : other;
}
