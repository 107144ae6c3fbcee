import { checkDead } from './check-dead.ts';
import { checkErasures } from './check-erasures.ts';
import { checkFlow } from './check-flow.ts';
import { checkStores } from './check-stores.ts';
import { checkSystems } from './check-systems.ts';
import type { Evidence } from './evidence.ts';
import { type Fates, fatesOf } from './fates.ts';
import { type Finding, type FindingKind, unexplained } from './finding.ts';
import { type Book, type Ledger, openBook } from './ledger.ts';
import { createTracer } from './trace.ts';

/** A finding with everything that is known about its record: what was told, and where it was seen. */
export interface TracedFinding extends Finding {
  readonly trace: readonly string[];
}

/** What became of everything that was sent. Counts are of records; one that was sent twice is two. */
export interface Verdict {
  readonly accepted: number;
  readonly unanswered: number;
  /** Records in the log: the accepted ones, some of the unanswered, and what a gateway wrote twice. */
  readonly arrived: number;
  /** Observations whose system was not erased since, each of them one row and one point. */
  readonly stored: number;
  /** Arrived and not counted, because their claim was counted already. */
  readonly duplicates: number;
  /** Counted before an erasure of their system, or received before it: of them nothing is left. */
  readonly erased: number;
  /** Erasures in the log. */
  readonly erasures: number;
  /** Poison with its dead letters; a letter that a sink wrote twice counts once. */
  readonly dead: number;
  /** Envelopes that had to be rejected, and were. */
  readonly rejected: number;
  readonly lost: readonly TracedFinding[];
  readonly doubled: readonly TracedFinding[];
  readonly left: readonly TracedFinding[];
  readonly unexplained: readonly TracedFinding[];
  /** True where nothing was found. */
  readonly clean: boolean;
}

/** Accounts for every record that was sent, and for everything that was found. Pure. */
export function account(ledger: Ledger, evidence: Evidence): Verdict {
  const book = openBook(ledger);
  const fates = fatesOf(book, evidence);
  const added = counts(book, fates, evidence);
  const poison = new Set(ledger.workload.poison.map(({ name }) => name));
  const findings = [
    ...ledger.answers.faults.map((fault) => unexplained(fault, '')),
    ...checkFlow(book, fates, evidence, poison),
    ...checkStores(book, fates, evidence),
    ...checkSystems(fates, evidence),
    ...checkErasures(book, evidence),
    ...checkDead(ledger, evidence),
    ...checkCounter(added.duplicates, evidence.countedDuplicates),
  ];
  const trace = findings.length === 0 ? () => [] : createTracer(book, evidence);
  const traced = findings.map((finding) => ({ ...finding, trace: trace(finding.name) }));
  const of = (kind: FindingKind) => traced.filter((finding) => finding.kind === kind);
  return {
    ...added,
    lost: of('lost'),
    doubled: of('doubled'),
    left: of('left'),
    unexplained: of('unexplained'),
    clean: findings.length === 0,
  };
}

function checkCounter(duplicates: number, counted = duplicates): Finding[] {
  return counted === duplicates
    ? []
    : [unexplained(`dedup counted ${counted} duplicates, and there are ${duplicates}`, '')];
}

function counts(book: Book, fates: Fates, evidence: Evidence) {
  const arrived = evidence.raw.filter(({ name }) => book.entries.has(name)).length;
  const stored = evidence.observations.filter(({ name }) => fates.kept.has(name)).length;
  return {
    accepted: book.told.acknowledged,
    unanswered: book.told.unanswered,
    arrived,
    stored,
    ...fates.counts,
    erasures: new Set(evidence.rawRequests.map(({ name }) => name)).size,
    dead: new Set(evidence.dead.map(({ origin }) => origin)).size,
    rejected: book.rejected,
  };
}
