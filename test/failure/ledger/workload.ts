import { type Random, randomFrom, weighted } from '../../../packages/devtools/src/random.ts';
import { createErasures } from './erasures.ts';
import type { Identify, PlannedEnvelope, PlannedRequest, Workload } from './expectation.ts';
import { planPoison } from './poison.ts';
import { REFUSED_BODIES, rejectedEnvelope } from './rejected.ts';
import { createSources, type Drafted, type Sources } from './sources.ts';
import { toRequest } from './to-request.ts';

export interface WorkloadOptions {
  readonly seed: string;
  /** Records that requests are to hold, duplicates included and rejected ones not; the last request may exceed it a little. */
  readonly records: number;
  /** Milliseconds since the epoch: when the run begins. */
  readonly startMs: number;
  readonly identify: Identify;
}

/** Enough that of six partitions none stays without one: 6 × (5/6)^96 is 1.5e-7. */
const SENTINELS = 96;
/** How far back a report may be that is sent again. */
const REMEMBERED = 400;

type Kind = 'pulp' | 'trento' | 'clamped' | 'same id' | 'shared id' | 'rejected';
const KINDS: readonly (readonly [Kind, number])[] = [
  ['pulp', 34],
  ['trento', 46],
  ['clamped', 4],
  ['same id', 9],
  ['shared id', 2],
  ['rejected', 5],
];
const REFUSED_REQUESTS = 0.015;

/** Equal options give equal workloads. Pure. */
export function createWorkload({ seed, records, startMs, identify }: WorkloadOptions): Workload {
  const random = randomFrom(`ledger/${seed}`);
  const sources = createSources({ seed, startMs, identify, random });
  const erasures = createErasures(sources, random);
  const recent: Drafted[] = [];
  const requests: PlannedRequest[] = [];
  for (let planned = 0; planned < records; ) {
    const index = requests.length;
    const erasure = erasures.next(index);
    if (erasure !== undefined) {
      requests.push(erasure);
      for (const { records: more } of erasure.envelopes) planned += more.length;
      continue;
    }
    if (random() < REFUSED_REQUESTS) {
      requests.push({ index, ...pick(REFUSED_BODIES, random), envelopes: [] });
      continue;
    }
    const drafts = Array.from({ length: 1 + Math.floor(random() ** 2 * 12) }, () => draft(sources, recent, random));
    requests.push(toRequest(index, drafts, random));
    for (const { envelope } of drafts) planned += envelope.records.length;
  }
  requests.push(...erasures.rest(requests.length));
  const last = Array.from({ length: SENTINELS }, () => sources.freshPulp());
  return {
    seed,
    requests,
    poison: planPoison(seed, requests.length, Math.ceil(records / 250), startMs, random),
    sentinels: toRequest(requests.length, last, () => 0),
  };
}

function draft(sources: Sources, recent: Drafted[], random: Random): Drafted {
  const made = draftOf(weighted(KINDS, random()), sources, recent, random);
  if (made.envelope.answer === 'accepted' && made.envelope.again === undefined) {
    if (recent.length < REMEMBERED) recent.push(made);
    else recent[Math.floor(random() * REMEMBERED)] = made;
  }
  return made;
}

function draftOf(kind: Kind, sources: Sources, recent: readonly Drafted[], random: Random): Drafted {
  switch (kind) {
    case 'pulp':
      return sources.pulp();
    case 'trento':
      return sources.trento();
    case 'clamped':
      return sources.clamped();
    case 'shared id':
      return sources.freshPulp(recent.length === 0 ? undefined : pick(recent, random).id);
    case 'same id':
      return recent.length === 0 ? sources.trento() : sentAgain(pick(recent, random));
    case 'rejected':
      return rejectedEnvelope(sources.freshId(), random);
    default:
      return kind satisfies never;
  }
}

function sentAgain({ id, json, envelope }: Drafted): Drafted {
  const again: PlannedEnvelope = { ...envelope, again: 'same id' };
  return { id, json, envelope: again };
}

function pick<T>(values: readonly T[], random: Random): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}
