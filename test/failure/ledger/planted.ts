import { createHash } from 'node:crypto';
import { account } from './account.ts';
import type { Told } from './answers.ts';
import type { Evidence } from './evidence.ts';
import type { Expected, Workload } from './expectation.ts';
import type { Ledger } from './ledger.ts';
import { type Mutable, simulate } from './simulated-pipeline.ts';
import { createWorkload } from './workload.ts';

/** A run in memory, to put a fault into. */
export interface Planted {
  readonly ledger: Ledger;
  readonly evidence: Mutable<Evidence>;
}

export const START_MS = Date.parse('2026-11-21T09:00:00.000Z');

export const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const systemKey = (application: string, value: string) => hash(`secret ${application} ${value}`).slice(0, 22);
export const pseudonyms = {
  system: (application: string, value: string) => systemKey(application, value),
  field: (application: string, type: string, pointer: string) => (value: string) =>
    systemKey(`${application} ${type} ${pointer}`, value),
  record: (id: string) => hash(`record ${id}`),
};

/** The workload of a seed, for a system with a secret of its own. */
export function plan(seed: string, records: number, startMs = START_MS): Workload {
  return createWorkload({ seed, records, startMs, identify: { ...pseudonyms, hash, systemKey } });
}

/** A record that was planned to be a duplicate of another one under another id. */
export function aDuplicate({ requests }: Workload): Expected {
  const records = requests.flatMap(({ envelopes }) => envelopes.flatMap((envelope) => envelope.records));
  return sure(records.find(({ id, claim, observedAt }) => id !== claim && observedAt !== undefined));
}

/** Replaces the value at a place of a list by a changed copy. */
export function change<T>(list: T[], place: number, changed: Partial<T>): void {
  list[place] = { ...sure(list[place]), ...changed };
}

export function sure<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the workload has no such thing');
  return value;
}

export const WORKLOAD = plan('unit', 300);

export const runOf = (told: Told, arrivals: number, workload = WORKLOAD): Planted =>
  simulate(workload, () => ({ told, arrivals }), START_MS);

/** The verdict about a run that was faultless until `plant` put one fault into it. */
export function verdictOf(plant: (run: Planted) => void, told: Told = 'acknowledged', workload = WORKLOAD) {
  const run = runOf(told, 1, workload);
  plant(run);
  const verdict = account(run.ledger, run.evidence);
  const { lost, doubled, left, unexplained } = verdict;
  return { ...verdict, counts: [lost.length, doubled.length, left.length, unexplained.length] };
}

export const said = (findings: readonly { readonly what: string }[]) => findings.map(({ what }) => what).join('\n');
