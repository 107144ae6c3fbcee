import { inputsOf } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import type { ConsumerRecord } from '../src/client/consumer-record.ts';
import { assignedPartitions } from '../src/client/topic-partition.ts';
import { onlyAddressed } from '../src/consume/addressed-only.ts';
import type { Store } from '../src/outcome/handler.ts';
import { drop, type Outcome, ok } from '../src/outcome/outcome.ts';

const span = { partition: 0, from: 0n, next: 9n };
const record = (offset: number, stage?: string): ConsumerRecord => ({
  ...{ topic: 'observations.replay', partition: 0, offset: BigInt(offset), key: null, value: null, timestampMs: 0 },
  headers: stage === undefined ? {} : { 'replay.stage': stage },
});

function storeOf(answer: (batch: readonly ConsumerRecord[]) => Outcome[]) {
  const seen: { offsets: bigint[]; next: bigint }[] = [];
  const commit = async () => {};
  const store: Store = {
    async write(batch, { next }) {
      seen.push({ offsets: batch.map(({ offset }) => offset), next });
      return { outcomes: answer(batch), commit };
    },
  };
  return { store, seen, commit };
}

const NOT_OURS = drop('addressed_to_other_stage');

describe('a store that is given only what is meant for its stage', () => {
  const byOffset = (batch: readonly ConsumerRecord[]) => batch.map(({ offset }) => drop(`stored ${offset}`));

  it('sees nothing else, moves its position over all, and the outcomes stay with their records', async () => {
    const { store, seen, commit } = storeOf(byOffset);
    const batch = [record(0, 'summarizer'), record(1, 'postgres-sink'), record(2), record(3, 'postgres-sink')];
    const pending = await onlyAddressed('postgres-sink', 'observations.replay', store).write(batch, span);
    expect(pending.outcomes).toEqual([NOT_OURS, drop('stored 1'), NOT_OURS, drop('stored 3')]);
    expect(pending.commit).toBe(commit);
    expect(seen).toEqual([{ offsets: [1n, 3n], next: 9n }]);
  });

  it('moves its position where nothing of a batch is meant for it', async () => {
    const { store, seen } = storeOf(byOffset);
    const pending = await onlyAddressed('influx-sink', 'observations.replay', store).write([record(0)], span);
    expect([pending.outcomes, seen]).toEqual([[NOT_OURS], [{ offsets: [], next: 9n }]]);
  });

  it('does not hide that the store forgot a record', async () => {
    const { store } = storeOf(() => [ok()]);
    const batch = [record(0, 'summarizer'), record(1, 'summarizer')];
    const pending = await onlyAddressed('summarizer', 'observations.replay', store).write(batch, span);
    expect(pending.outcomes).toHaveLength(1);
  });

  it('takes in the input itself whatever the headers say', () => {
    const { store } = storeOf(byOffset);
    expect(onlyAddressed('influx-sink', 'observations', store)).toBe(store);
  });
});

describe('what a stage reads', () => {
  it.each([
    ['raw', ['raw']],
    ['sanitized', ['sanitized']],
    ['observations', ['observations', 'observations.replay']],
  ] as const)('with the input %s: %j', (input, expected) => {
    expect(inputsOf(input)).toEqual(expected);
  });

  it('are the partitions of its own topics, told apart by topic', () => {
    const inputs = new Map([
      ['t.observations.v1', 'observations'],
      ['t.observations.replay.v1', 'observations.replay'],
    ] as const);
    const places = assignedPartitions(
      { 't.observations.v1': [0, 2], 't.observations.replay.v1': [0], 't.newer.v1': [0] },
      inputs,
    );
    expect([...places.keys()]).toEqual(['observations/0', 'observations/2', 'observations.replay/0']);
    expect(places.get('observations.replay/0')).toEqual({ topic: 'observations.replay', partition: 0 });
  });
});
