import type { Observation } from '@heliograph/schema';
import { anObservation, observations } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createModel, POLICY_NAMES, type Policy, registerWith } from './dedup-model.ts';
import { asInput, SimulatedPartition } from './simulated-partition.ts';

const LATE_MS = 2 * 86_400_000;

/** How a batch fares before it is committed: how often it is tried in vain, and whether the process dies after it. */
const fate = fc.record({ size: fc.integer({ min: 1, max: 8 }), aborts: fc.nat({ max: 2 }), crash: fc.boolean() });

async function run(
  policy: Policy,
  records: readonly Observation[],
  fates: readonly { size: number; aborts: number; crash: boolean }[],
) {
  const partition = new SimulatedPartition(registerWith(policy));
  const verdicts: string[] = [];
  let start = 0;
  for (let i = 0; start < records.length; i += 1) {
    const { size, aborts, crash } = fates[i % fates.length] ?? { size: 1, aborts: 0, crash: false };
    const batch = records.slice(start, start + size).map((record) => asInput(record));
    for (let n = 0; n < aborts; n += 1) await partition.abort(batch);
    for (const outcome of await partition.commit(batch))
      verdicts.push(outcome.kind === 'drop' ? outcome.reason : outcome.kind);
    if (crash) partition.crash();
    start += size;
  }
  return { partition, verdicts };
}

const fates = fc.array(fate, { minLength: 1, maxLength: 10 });

describe.each(POLICY_NAMES)('%s, through aborted batches and crashes', (policy) => {
  const crowd = fc.array(observations({ systems: 3, days: 3, ids: 20 }), { maxLength: 40 });

  it('decides as a plain set does', async () => {
    await fc.assert(
      fc.asyncProperty(crowd, fates, async (records, fates) => {
        const { partition, verdicts } = await run(policy, records, fates);
        const expected = records.map(createModel(policy));
        expect(verdicts).toStrictEqual(expected);
        expect(partition.observations).toStrictEqual(records.filter((_, i) => expected[i] === 'ok'));
      }),
    );
  });

  it('leaves the newest observation of each system in the table of systems', async () => {
    await fc.assert(
      fc.asyncProperty(crowd, fates, async (records, fates) => {
        const { partition } = await run(policy, records, fates);
        const newest = new Map<string, Observation>();
        const expected = records.map(createModel(policy));
        for (const [i, record] of records.entries()) {
          const name = `trento/host_telemetry/${record.system_key}`;
          if (expected[i] === 'ok' && record.observed_at > (newest.get(name)?.observed_at ?? ''))
            newest.set(name, record);
        }
        expect(partition.systems).toStrictEqual(newest);
      }),
    );
  });
});

/** Sends as a gateway would let them in: in the order of receipt, none later than the late window, some sent again. */
const traffic = fc
  .array(
    fc.record({
      gapMs: fc.nat({ max: LATE_MS / 2 }),
      lateMs: fc.oneof(fc.integer({ min: -600_000, max: LATE_MS }), fc.constantFrom(0, LATE_MS)),
      system: fc.nat({ max: 1 }),
      version: fc.constantFrom('1.0', '1.1'),
      again: fc.option(fc.nat({ max: 3 })),
    }),
    { maxLength: 40 },
  )
  .map((sends) => {
    let receivedMs = Date.parse('2026-11-19T00:00:00.000Z');
    const sent: Observation[] = [];
    for (const { gapMs, lateMs, system, version, again } of sends) {
      receivedMs += gapMs;
      const received_at = new Date(receivedMs).toISOString();
      const earlier = again === null ? undefined : sent.at(-1 - again);
      if (earlier !== undefined && Date.parse(earlier.observed_at) >= receivedMs - LATE_MS) {
        sent.push({ ...earlier, received_at });
        continue;
      }
      const observed_at = new Date(receivedMs - lateMs).toISOString();
      sent.push(anObservation({ observed_at, received_at, system_key: `s${system}`, payload: { version } }));
    }
    return sent;
  });

describe.each(POLICY_NAMES)('%s, with dead letters delivered again', (policy) => {
  const replays = fc.array(fc.record({ which: fc.nat(), afterMs: fc.nat({ max: 20 * 86_400_000 }) }), {
    maxLength: 20,
  });

  it('counts nothing twice, however late they come', async () => {
    await fc.assert(
      fc.asyncProperty(traffic, replays, async (records, replays) => {
        const entries = [
          ...records.map((record) => ({ record, atMs: Date.parse(record.received_at) })),
          ...replays.flatMap(({ which, afterMs }) => {
            const record = records[which % records.length];
            return record === undefined ? [] : [{ record, atMs: Date.parse(record.received_at) + afterMs }];
          }),
        ].toSorted((a, b) => a.atMs - b.atMs);
        const partition = new SimulatedPartition(registerWith(policy));
        const model = createModel(policy);
        for (const { record, atMs } of entries) {
          const [outcome] = await partition.commit([asInput(record, atMs)]);
          const expected = model(record);
          if (outcome?.kind === 'dead') expect(outcome.reason).toBe('dedup_window_expired');
          else expect(outcome?.kind === 'drop' ? outcome.reason : outcome?.kind).toBe(expected);
        }
      }),
    );
  });
});

describe.each(POLICY_NAMES)('%s, over weeks', (policy) => {
  it('forgets nothing that could still be asked for', async () => {
    await fc.assert(
      fc.asyncProperty(traffic, fates, async (records, fates) => {
        const { verdicts } = await run(policy, records, fates);
        expect(verdicts).toStrictEqual(records.map(createModel(policy)));
      }),
    );
  });
});
