import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BATCH_BYTES } from '../src/produce/messages.ts';
import { type Batch, createPublishQueue, type PublishRecord, sum } from '../src/produce/publish-queue.ts';

const TIMEOUT_MS = 100;

type Step =
  | { readonly do: 'add'; readonly sizes: readonly number[] }
  | { readonly do: 'take' | 'land' | 'fail' | 'refuse' }
  | { readonly do: 'wait'; readonly ms: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('add' as const),
      sizes: fc.array(fc.integer({ min: 1, max: MAX_BATCH_BYTES }), { minLength: 1, maxLength: 5 }),
    }),
    fc.record({ do: fc.constantFrom('take' as const, 'land' as const, 'fail' as const, 'refuse' as const) }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 2 * TIMEOUT_MS }) }),
  ),
  { maxLength: 40 },
);

/** Runs the steps on a queue with several requests under way, as after a line was given up, and then to the end. */
async function run(given: readonly Step[]) {
  const queue = createPublishQueue(TIMEOUT_MS);
  const sizeByRecord = new Map<PublishRecord, number>();
  const landed = new Set<PublishRecord>();
  const handedOut: PublishRecord[] = [];
  const underWay: Batch[] = [];
  const answers: Promise<{ records: PublishRecord[]; code: string }>[] = [];
  let nowMs = 0;

  const end = (how: 'landed' | 'failed') => {
    const batch = underWay.shift();
    if (batch === undefined) return;
    if (how === 'failed') return queue.failed(batch, undefined);
    for (const record of [...batch.values()].flat()) landed.add(record);
    queue.landed(batch);
  };
  const take = () => {
    const batch = queue.take();
    if (batch === undefined) return false;
    const records = [...batch.values()].flat();
    handedOut.push(...records);
    underWay.push(batch);
    const bytes = sum(records.map((record) => sizeByRecord.get(record) ?? 0));
    expect(records.length === 1 || bytes <= MAX_BATCH_BYTES).toBe(true);
    return true;
  };
  const step = (each: Step): unknown => {
    switch (each.do) {
      case 'add': {
        const records = each.sizes.map(() => ({ key: 'k', value: Buffer.alloc(0), headers: {} }));
        for (const [i, record] of records.entries()) sizeByRecord.set(record, each.sizes[i] ?? 0);
        const settled = queue.add(records, each.sizes, nowMs).then(
          () => ({ records, code: 'landed' }),
          (error) => ({ records, code: String(error.code) }),
        );
        return answers.push(settled);
      }
      case 'take':
        return take();
      case 'land':
        return end('landed');
      case 'fail':
        return end('failed');
      case 'refuse':
        return queue.refuseWaiting(undefined);
      case 'wait':
        nowMs += each.ms;
        return queue.expire(nowMs);
    }
  };
  for (const each of given) step(each);
  while (take()) {}
  while (underWay.length > 0) end('landed');
  return { queue, landed, handedOut, answers: await Promise.all(answers) };
}

describe('the queue of the publisher', () => {
  it('answers every delivery once, with success only where all of it landed, and then holds nothing', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        const { queue, landed, handedOut, answers } = await run(given);
        for (const { records, code } of answers)
          if (code === 'landed') expect(records.every((record) => landed.has(record))).toBe(true);
          else expect(['unavailable', 'timed_out']).toContain(code);
        expect(new Set(handedOut).size).toBe(handedOut.length);
        expect(queue.bytes).toBe(0);
      }),
    );
  });

  it('counts the bytes of what was answered until its request has ended, and hands out no more of it', async () => {
    const queue = createPublishQueue(TIMEOUT_MS);
    const record = { key: 'k', value: Buffer.alloc(0), headers: {} };
    const answer = queue.add([record, record], [MAX_BATCH_BYTES, 1], 0);
    const batch = queue.take();
    queue.expire(TIMEOUT_MS);
    await expect(answer).rejects.toMatchObject({ code: 'timed_out' });
    expect(queue.bytes).toBe(MAX_BATCH_BYTES + 1);
    expect(queue.take()).toBeUndefined();
    if (batch !== undefined) queue.landed(batch);
    expect(queue.bytes).toBe(0);
  });
});
