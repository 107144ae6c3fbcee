import { eventually } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { type Look, StoodStill, untilNothingIsMissing, waitsUnderWay } from './wait.ts';

const FAST = { what: 'a light', standstillMs: 60, pollMs: 2 };

/** Answers these one after the other, and then the last for ever. */
function looks(...answers: (Look | Error)[]) {
  let asked = 0;
  const look = async () => {
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    if (answer instanceof Error || answer === undefined) throw answer;
    return answer;
  };
  return { look, asked: () => asked };
}

const dark = (progress: string): Look => ({ missing: ['the light'], progress });
const light: Look = { missing: [], progress: '' };

describe('a wait', () => {
  it('lasts as long as there is progress, however long that is', async () => {
    const steps = Array.from({ length: 100 }, (_, i) => dark(String(i)));
    const { look, asked } = looks(...steps, light);
    const from = performance.now();
    const waiting = untilNothingIsMissing({ ...FAST, look });
    await eventually(async () => waitsUnderWay().length > 0);
    expect(waitsUnderWay()[0]).toMatch(/^waiting for a light; nothing has moved for \d+ ms; missing: the light$/);
    await waiting;
    expect(waitsUnderWay()).toEqual([]);
    expect(asked()).toBe(101);
    expect(performance.now() - from).toBeGreaterThan(FAST.standstillMs);
  });

  it('takes a look that fails for a step', async () => {
    const { look } = looks(dark('a'), new Error('down'), light);
    await untilNothingIsMissing({ ...FAST, look });
  });

  it('ends where everything stands still, and says what was missing', async () => {
    const waiting = untilNothingIsMissing({ ...FAST, ...looks(dark('a')), details: async () => 'the last lines' });
    await expect(waiting).rejects.toThrow(StoodStill);
    await expect(waiting).rejects.toThrow(
      /^waited for a light; nothing has moved for \d+ ms; missing: the light\nthe last lines$/,
    );
    await expect(untilNothingIsMissing({ ...FAST, ...looks(new Error('down')) })).rejects.toThrow(
      'missing: Error: down',
    );
  });

  it('ends when it is asked to', async () => {
    const signal = AbortSignal.timeout(20);
    await expect(untilNothingIsMissing({ ...FAST, ...looks(dark('a')), standstillMs: 60_000, signal })).rejects.toThrow(
      'aborted',
    );
  });

  it('does not take a change to and fro for progress', async () => {
    let asked = 0;
    const look = async () => {
      asked += 1;
      return dark(asked % 2 === 0 ? 'ready' : 'not ready');
    };
    await expect(untilNothingIsMissing({ ...FAST, look })).rejects.toThrow(StoodStill);
  });
});
