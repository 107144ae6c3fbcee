import { propertyRuns } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../packages/devtools/src/random.ts';
import { account } from './account.ts';
import type { Evidence } from './evidence.ts';
import { type Planted, plan, START_MS, sure } from './planted.ts';
import { type Mutable, simulate, someWay } from './simulated-pipeline.ts';

const aRun = (seed: string, records: number): Planted =>
  simulate(plan(seed, records), someWay(randomFrom(seed)), START_MS);

type ListName = Exclude<keyof Evidence, 'countedDuplicates'>;
type Entry = Mutable<Evidence>[ListName][number];
type Mutation = (list: Entry[], place: number) => void;

const removed: Mutation = (list, place) => void list.splice(place, 1);
/** At an offset of its own, as a second write would be. */
const repeated: Mutation = (list, place) => {
  const entry = sure(list[place]);
  list.push('at' in entry ? { ...entry, at: `${entry.at}9` } : { ...entry });
};
/** Another text in one member: never equal to what was there, for it is longer. A payload stays JSON, as any is. */
const altered =
  (member: string): Mutation =>
  (list, place) => {
    const entry = sure(list[place]) as Entry & Readonly<Record<string, unknown>>;
    list[place] = { ...entry, [member]: member === 'payload' ? '{"another":7}' : `${entry[member]}7` };
  };

const SEEN = ['name', 'application', 'telemetryType', 'schemaVersion', 'channel', 'systemKey', 'time', 'observedAt'];
const MORE_SEEN = ['receivedAt', 'day', 'clockClamped', 'payload'];
const REQUEST = ['name', 'kind', 'application', 'telemetryType', 'system', 'receivedAt'];
const SYSTEM = ['system', 'name', 'observedAt'];

/** Every list of the evidence, and the members of its entries that mean something. */
const MEMBERS: Readonly<Record<ListName, readonly string[]>> = {
  raw: ['name'],
  sanitized: ['name'],
  observationLog: ['name'],
  observations: [...SEEN, ...MORE_SEEN],
  rows: [...SEEN, ...MORE_SEEN],
  systems: SYSTEM,
  systemRows: [...SYSTEM, 'firstSeen'],
  latestRows: SYSTEM,
  activeDays: ['system'],
  points: ['measurement', 'systemKey', 'timeNs', 'columns'],
  dead: ['origin', 'stage', 'reason', 'value'],
  rawRequests: REQUEST,
  sanitizedRequests: REQUEST,
  observedRequests: REQUEST,
  erasures: REQUEST,
  receipts: ['receipt', 'store', 'kind', 'receivedAt'],
};
const LISTS = Object.keys(MEMBERS) as ListName[];

/** The lists of the evidence with one change; what the change is called, for a counterexample. */
const mutations = fc
  .constantFrom(...LISTS)
  .chain((list) =>
    fc.record({
      list: fc.constant(list),
      how: fc.constantFrom('removed', 'repeated', ...MEMBERS[list]),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    }),
  )
  // Documented: a sink may write a dead letter twice. And what is counted of this log is in `observations` again.
  .filter(({ list, how }) => how !== 'repeated' || (list !== 'dead' && list !== 'observationLog'))
  .filter(({ list, how }) => how !== 'removed' || list !== 'observationLog');

const seeds = fc.nat().map(String);

describe('account', () => {
  it('finds nothing in a pipeline without a fault, whatever happens to the requests', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 400 }), (seed, records) => {
        const { ledger, evidence } = aRun(seed, records);
        const { lost, doubled, left, unexplained } = account(ledger, evidence);
        expect([...lost, ...doubled, ...left, ...unexplained]).toEqual([]);
      }),
      { numRuns: propertyRuns(15) },
    );
  });

  it('finds any single change of the evidence', () => {
    fc.assert(
      fc.property(seeds, mutations, (seed, { list, how, at }) => {
        const { ledger, evidence } = aRun(seed, 60);
        const entries: Entry[] = evidence[list];
        // Where no request was begun at all there is nothing to change.
        fc.pre(entries.length > 0);
        const mutate = { removed, repeated }[how] ?? altered(how);
        mutate(entries, Math.floor(at * entries.length));
        expect(account(ledger, evidence).clean).toBe(false);
      }),
      { numRuns: propertyRuns(60) },
    );
  });
});
