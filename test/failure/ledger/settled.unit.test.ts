import { describe, expect, it } from 'vitest';
import { quiet, type StoreCount } from './settled.ts';

const FAST = { timeoutMs: 300, pollMs: 5, quietMs: 40 };

/** Stores that answer these one after the other, and then the last for ever. */
function stores(...answers: (StoreCount[] | Error)[]) {
  let asked = 0;
  const ask = async () => {
    const answer = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { ask, asked: () => asked };
}

const one = (sentinels: number, records = 0): StoreCount[] => [
  { store: 'a', sentinels, records },
  { store: 'b', sentinels: 96 },
];

describe('quiet', () => {
  it('waits for the sentinels in every store, and for stores that are down', async () => {
    const { ask, asked } = stores(one(0), new Error('down'), one(50), one(96));
    expect(await quiet(ask, 96, FAST)).toMatchObject({ settled: true });
    expect(asked()).toBeGreaterThan(4);
  });

  it('waits until nothing changes any more', async () => {
    const moving = Array.from({ length: 10 }, (_, i) => one(96, i));
    const { ask, asked } = stores(...moving);
    expect(await quiet(ask, 96, FAST)).toMatchObject({ settled: true });
    expect(asked()).toBeGreaterThan(10);
  });

  it('gives up in time and says what was missing', async () => {
    const missing = await quiet(stores(one(95)).ask, 96, FAST);
    expect(missing).toMatchObject({ settled: false, why: expect.stringContaining('not all 96 sentinels') });
    const down = await quiet(stores(new Error('the store is down')).ask, 96, FAST);
    expect(down).toMatchObject({ settled: false, why: expect.stringContaining('the store is down') });
  });
});
